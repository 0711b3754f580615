with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

active_models as (
    select distinct model_key from {{ ref('int_scoring_models') }}
    where status = 'active'
),

lowest_bound as (
    select min(bands.lower_bound) as lower_bound
    from {{ ref('int_bands__by_model') }} as bands
    inner join active_models on bands.model_key = active_models.model_key
    where bands.lower_bound > 0 and {{ valid_on('bands', as_of_date()) }}
),

weeks as (
    select
        {{ as_of_date() }} as from_on,
        {{ as_of_date() }} as to_on
    union all
    select
        from_on,
        {{ add_days('from_on', 6) }} as to_on
    from (
        select {{ date_series(
            add_days(as_of_date(), 1), add_days(as_of_date(), var('going_cold_days')), 7
        ) }} as from_on
    ) as later_weeks
),

most_points as (
    select
        rule_days.lead_key,
        weeks.from_on,
        weeks.to_on,
        sum({{ micro_points('rule_days', 'weeks.from_on') }}) as micro_points
    from {{ ref('int_rule_days_counting') }} as rule_days
    inner join active_models on rule_days.model_key = active_models.model_key
    inner join weeks on rule_days.counts_from_on <= weeks.to_on and rule_days.counts_to_on > weeks.from_on
    where
        rule_days.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < rule_days.valid_to_on
        and rule_days.cycle_starts_on = {{ start_of_time() }}
        and rule_days.points > 0
    group by rule_days.lead_key, weeks.from_on, weeks.to_on
    union all
    select
        overrides.lead_key,
        weeks.from_on,
        weeks.to_on,
        cast(overrides.points * 1000000 as bigint) as micro_points
    from {{ ref('int_overrides_resolved') }} as overrides
    inner join weeks on overrides.starts_on <= weeks.to_on and overrides.expires_on > weeks.from_on
    where overrides.known_on = {{ as_of_date() }} and overrides.dimension = 'engagement' and overrides.points > 0
),

within_reach as (
    select
        most_points.lead_key,
        most_points.from_on,
        most_points.to_on
    from most_points
    cross join lowest_bound
    group by most_points.lead_key, most_points.from_on, most_points.to_on, lowest_bound.lower_bound
    having {{ points_of_micro('sum(most_points.micro_points)') }} >= lowest_bound.lower_bound
),

dates as (
    select distinct
        within_reach.lead_key,
        {{ date_series(
            'within_reach.from_on',
            'least(' ~ add_days('within_reach.to_on', 1) ~ ', ' ~ add_days(as_of_date(), var('going_cold_days')) ~ ')'
        ) }} as as_of_date
    from within_reach
    inner join within_reach as now
        on within_reach.lead_key = now.lead_key and now.from_on = {{ as_of_date() }}
),

final as (
    select
        dates.lead_key,
        leads.audience,
        dates.as_of_date
    from dates
    inner join leads on dates.lead_key = leads.lead_key
    where dates.as_of_date > {{ as_of_date() }}
)

select * from final
