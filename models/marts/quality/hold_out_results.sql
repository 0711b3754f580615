with entries as (
    select
        *,
        row_number() over (partition by lead_id order by stay_no asc nulls last) as position_of_entry
    from {{ ref('int_hold_outs') }}
),

effects as (
    select max(cast(thresholds.threshold_value as double)) as effect
    from {{ ref('stage_thresholds') }} as thresholds
    where thresholds.threshold_id = 'hold_out_effect' and {{ valid_on('thresholds', as_of_date()) }}
),

-- A lead counts once, from the first day on which it would have been handed over.
watched as (
    select
        rules.conversion_id,
        leads.lead_key,
        entries.is_held_out,
        entries.entered_on,
        {{ add_days('entries.entered_on', 'rules.horizon_days') }} as ends_on
    from entries
    inner join {{ ref('int_leads_known') }} as leads
        on entries.lead_id = leads.lead_id and leads.known_on = {{ as_of_date() }}
    inner join {{ ref('conversion_rules') }} as rules on leads.audience = rules.audience
    where entries.position_of_entry = 1
),

outcomes as (
    select
        watched.conversion_id,
        watched.lead_key,
        watched.is_held_out,
        watched.ends_on <= {{ as_of_date() }} as is_mature,
        max(case when conversions.lead_key is not null then 1 else 0 end) as win_count
    from watched
    left join {{ ref('int_conversions') }} as conversions
        on
            watched.conversion_id = conversions.conversion_id
            and watched.lead_key = conversions.lead_key
            and watched.entered_on < conversions.converted_on
            and watched.ends_on >= conversions.converted_on
    group by
        watched.conversion_id, watched.lead_key, watched.is_held_out, watched.ends_on <= {{ as_of_date() }}
),

counted as (
    select
        conversion_id,
        cast(count(case when is_mature and not is_held_out then 1 end) as double) as leads_1,
        cast(count(case when is_mature and is_held_out then 1 end) as double) as leads_0,
        cast(sum(case when is_mature and not is_held_out then win_count else 0 end) as double) as wins_1,
        cast(sum(case when is_mature and is_held_out then win_count else 0 end) as double) as wins_0,
        count(case when not is_mature then 1 end) as open_leads
    from outcomes
    group by conversion_id
),

rated as (
    select
        counted.*,
        effects.effect,
        cast(counted.wins_1 / nullif(counted.leads_1, 0) as double) as p1,
        cast(counted.wins_0 / nullif(counted.leads_0, 0) as double) as p0,
        cast(counted.leads_0 / nullif(counted.leads_0 + counted.leads_1, 0) as double) as held_out_share,
        cast({{ wilson_bound('counted.wins_1', 'counted.leads_1', '-') }} as double) as low_1,
        cast({{ wilson_bound('counted.wins_1', 'counted.leads_1', '+') }} as double) as high_1,
        cast({{ wilson_bound('counted.wins_0', 'counted.leads_0', '-') }} as double) as low_0,
        cast({{ wilson_bound('counted.wins_0', 'counted.leads_0', '+') }} as double) as high_0
    from counted
    cross join effects
),

expected as (
    select
        *,
        case when effect is null then p1 else least(1, p0 * (1 + effect)) end as expected_rate
    from rated
),

final as (
    select
        conversion_id,
        cast(leads_1 as bigint) as handed_over_leads,
        cast(wins_1 as bigint) as handed_over_conversions,
        {{ exact('p1') }} as handed_over_rate,
        cast(leads_0 as bigint) as held_out_leads,
        cast(wins_0 as bigint) as held_out_conversions,
        {{ exact('p0') }} as held_out_rate,
        {{ exact('p1 - p0') }} as rate_difference,
        {{ rate_difference_bound('p1', 'low_1', 'p0', 'high_0', '-') }} as difference_low,
        {{ rate_difference_bound('p1', 'high_1', 'p0', 'low_0', '+') }} as difference_high,
        {{ leads_needed('expected_rate', 'p0', 'held_out_share') }} as leads_needed,
        cast(open_leads as bigint) as open_leads,
        {{ as_of_date() }} as as_of_date
    from expected
)

select * from final
