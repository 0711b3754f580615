with dates as (
    select * from {{ ref('int_dates_to_score__by_model') }}
    where
        known_on = {{ as_of_date() }}
        and as_of_date = {{ as_of_date() }}
        and cycle_starts_on = {{ start_of_time() }}
),

rule_days as (
    select * from {{ ref('int_rule_days_counting') }}
),

aged as (
    select
        rule_days.*,
        {{ micro_points('rule_days', as_of_date()) }} as micro_points
    from rule_days
    inner join dates
        on
            rule_days.lead_key = dates.lead_key
            and rule_days.model_key = dates.model_key
            and rule_days.valid_from_on <= dates.known_on
            and rule_days.valid_to_on > dates.known_on
            and rule_days.cycle_starts_on = dates.cycle_starts_on
            and rule_days.counts_from_on <= dates.as_of_date
            and rule_days.counts_to_on > dates.as_of_date
),

final as (
    select
        lead_key,
        model_key,
        rule_key,
        cast(sum(accepted_count) as bigint) as event_count,
        cast(sum(points * accepted_count) as decimal(18, 6)) as raw_points,
        {{ points_of_micro('sum(micro_points)') }} as contribution,
        max(activity_on) as last_activity_on
    from aged
    group by lead_key, model_key, rule_key
)

select * from final
