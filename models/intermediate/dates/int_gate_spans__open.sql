-- The newest date on which the gate may open, and the newest on which it is shut for certain.
with dated as (
    select
        *,
        max(case when most_score >= enter_points or is_raised then from_on end) over so_far as may_open_on,
        max(case when most_score < exit_points and not is_raised then from_on end) over so_far as is_shut_on
    from {{ ref('int_gate_spans') }}
    window so_far as (
        partition by lead_key, cycle_starts_on order by from_on asc nulls last
        rows between unbounded preceding and current row
    )
),

judged as (
    select
        *,
        may_open_on is not null and (is_shut_on is null or is_shut_on < may_open_on) as may_be_open
    from dated
),

followed as (
    select
        *,
        lag(may_be_open) over (partition by lead_key, cycle_starts_on order by from_on asc nulls last)
            as may_have_been_open
    from judged
),

-- The first span that is shut is where the gate closes at the latest.
final as (
    select
        lead_key,
        model_key,
        cycle_starts_on,
        is_mixed,
        is_raised,
        may_be_open,
        unclipped_points,
        most_points,
        override_points,
        enter_points,
        exit_points,
        from_on,
        to_on
    from followed
    where may_be_open or may_have_been_open
)

select * from final
