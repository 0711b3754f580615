with dates as (
    select model_dates.* from {{ ref('int_dates_to_score__by_model') }} as model_dates
    where {{ news_of('model_dates', 'as_of_date', 'known_on') }}
),

rule_days as (
    select * from {{ ref('int_rule_days_counting') }}
),

groups as (
    select distinct
        group_key,
        model_id,
        group_id
    from {{ ref('int_engagement_rules') }}
),

bounds as (
    select * from {{ ref('engagement_groups') }}
),

-- The days that count on the date.
summed as (
    select
        dates.lead_key,
        dates.model_key,
        rule_days.group_key,
        {{ points_of_micro('sum(' ~ micro_points('rule_days', 'dates.as_of_date') ~ ')') }} as unclipped_points,
        dates.known_on,
        dates.as_of_date,
        dates.cycle_starts_on
    from dates
    inner join rule_days
        on
            dates.lead_key = rule_days.lead_key
            and dates.model_key = rule_days.model_key
            and dates.known_on >= rule_days.valid_from_on
            and dates.known_on < rule_days.valid_to_on
            and dates.cycle_starts_on = rule_days.cycle_starts_on
            and dates.as_of_date >= rule_days.counts_from_on
            and dates.as_of_date < rule_days.counts_to_on
    group by
        dates.lead_key, dates.model_key, rule_days.group_key, dates.known_on, dates.as_of_date, dates.cycle_starts_on
),

final as (
    select
        summed.lead_key,
        summed.model_key,
        groups.group_id,
        summed.unclipped_points,
        cast({{ clip('summed.unclipped_points', 'bounds.floor', 'bounds.cap') }} as decimal(18, 6)) as points,
        summed.known_on,
        summed.as_of_date,
        summed.cycle_starts_on
    from summed
    inner join groups on summed.group_key = groups.group_key
    left join bounds
        on
            groups.model_id = bounds.model_id
            and groups.group_id = bounds.group_id
            and {{ valid_on('bounds', 'summed.as_of_date') }}
)

select * from final
