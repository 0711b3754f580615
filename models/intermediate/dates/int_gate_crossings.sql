-- From one look to the next positive points only fall and negative ones only rise: the score lies between the positive
-- points of the next look with the negative ones of this, and the positive of this with the negative of the next.
with spans as (
    select * from {{ ref('int_gate_spans__open') }}
    where may_be_open
),

looks as (
    select
        lead_key,
        cycle_starts_on,
        from_on,
        from_on as as_of_date,
        unclipped_points,
        most_points
    from spans
    union all
    select
        lead_key,
        cycle_starts_on,
        from_on,
        as_of_date,
        unclipped_points,
        most_points
    from {{ ref('int_gate_looks') }}
),

paired as (
    select
        lead_key,
        cycle_starts_on,
        from_on,
        unclipped_points,
        as_of_date as looked_on,
        lead(as_of_date) over by_date as next_looked_on,
        most_points + lead(unclipped_points - most_points) over by_date as highest_points,
        lead(most_points) over by_date + unclipped_points - most_points as lowest_points
    from looks
    window by_date as (partition by lead_key, cycle_starts_on, from_on order by as_of_date asc nulls last)
),

bounded as (
    select
        spans.*,
        paired.looked_on,
        paired.next_looked_on,
        {{ overridden_score('paired.unclipped_points', 'spans.override_points') }} as score,
        {{ overridden_score('paired.highest_points', 'spans.override_points') }} as highest_score,
        {{ overridden_score('paired.lowest_points', 'spans.override_points') }} as lowest_score
    from spans
    inner join paired
        on
            spans.lead_key = paired.lead_key
            and spans.cycle_starts_on = paired.cycle_starts_on
            and spans.from_on = paired.from_on
    where paired.next_looked_on is not null
),

-- A group with points of both signs may go either way: day by day.
mixed as (
    select
        lead_key,
        cycle_starts_on,
        from_on as span_from_on,
        to_on
    from spans
    where is_mixed and from_on < to_on
),

final as (
    select
        lead_key,
        cycle_starts_on,
        from_on as span_from_on,
        next_looked_on as to_on,
        {{ add_days('looked_on', 1) }} as from_on
    from bounded
    where
        (score < enter_points and highest_score >= enter_points)
        or (lowest_score < exit_points and highest_score >= exit_points)
        or ((is_raised or enter_points <= 0) and lowest_score <= 0 and highest_score > 0)
    union all
    select
        lead_key,
        cycle_starts_on,
        span_from_on,
        to_on,
        {{ add_days('span_from_on', 1) }} as from_on
    from mixed
)

select * from final
