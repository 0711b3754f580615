with cycles as (
    select * from {{ ref('int_stage_cycles') }}
    where opens_on <= ends_on
),

rules as (
    select distinct
        group_key,
        model_key,
        model_id,
        group_id
    from {{ ref('int_engagement_rules') }}
),

active_models as (
    select distinct model_key from {{ ref('int_scoring_models') }}
    where status = 'active'
),

rule_days as (
    select
        rule_days.*,
        cast(date_trunc('week', greatest(rule_days.counts_from_on, cycles.opens_on)) as date) as first_week_on,
        least({{ add_days('rule_days.counts_to_on', -1) }}, cycles.ends_on) as last_on
    from {{ ref('int_rule_days_counting') }} as rule_days
    inner join active_models on rule_days.model_key = active_models.model_key
    inner join cycles on rule_days.lead_key = cycles.lead_key and rule_days.cycle_starts_on = cycles.cycle_starts_on
    where
        {{ news_of('rule_days', 'counts_to_on') }}
        and rule_days.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < rule_days.valid_to_on
),

day_weeks as (
    select
        *,
        {{ date_series('first_week_on', 'last_on', 7) }} as week_on
    from rule_days
    where first_week_on <= last_on
),

weeks as (
    select
        day_weeks.*,
        case
            when day_weeks.points > 0 then greatest(day_weeks.week_on, day_weeks.activity_on)
            else {{ add_days('day_weeks.week_on', 6) }}
        end as most_on
    from day_weeks
    where {{ news_of('day_weeks', 'week_on') }}
),

summed as (
    select
        weeks.lead_key,
        weeks.cycle_starts_on,
        weeks.week_on,
        weeks.group_key,
        {{ points_of_micro('sum(' ~ micro_points('weeks', 'weeks.most_on') ~ ')') }} as most_points
    from weeks
    where weeks.points > 0 or (weeks.counts_from_on <= weeks.week_on and weeks.counts_to_on > weeks.most_on)
    group by weeks.lead_key, weeks.cycle_starts_on, weeks.week_on, weeks.group_key
),

final as (
    select
        summed.lead_key,
        summed.cycle_starts_on,
        summed.week_on,
        rules.model_key,
        summed.group_key,
        cast(
            case
                when caps.group_id is null then greatest(summed.most_points, 0)
                else {{ clip('summed.most_points', 'caps.floor', 'caps.cap') }}
            end as decimal(18, 6)
        ) as points
    from summed
    inner join rules on summed.group_key = rules.group_key
    left join {{ ref('engagement_groups') }} as caps
        on
            rules.model_id = caps.model_id
            and rules.group_id = caps.group_id
            and {{ valid_on('caps', 'summed.week_on') }}
            and {{ valid_on('caps', add_days('summed.week_on', 6)) }}
)

select * from final
