with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

lowest_bound as (
    select min(bands.lower_bound) as lower_bound
    from {{ ref('bands') }} as bands
    where bands.lower_bound > 0 and {{ valid_on('bands', as_of_date()) }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
    where points > 0 and valid_from <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to
),

points_today as (
    select
        rule_days.lead_key,
        rules.points
        * rule_days.accepted_count
        * {{ decay_factor(
            'rules.decay', day_difference(as_of_date(), 'rule_days.activity_on'), 'rules.decay_days'
        ) }} as points
    from {{ ref('int_rule_days_accepted') }} as rule_days
    inner join rules on rule_days.rule_key = rules.rule_key
    where
        rule_days.known_on = {{ as_of_date() }}
        and rule_days.anchor_on = {{ start_of_time() }}
        and rule_days.activity_on <= {{ as_of_date() }}
    union all
    select
        lead_key,
        points
    from {{ ref('int_overrides_resolved') }}
    where known_on = {{ as_of_date() }} and dimension = 'engagement' and points > 0
),

above_lowest as (
    select points_today.lead_key
    from points_today
    cross join lowest_bound
    group by points_today.lead_key, lowest_bound.lower_bound
    having ceil(sum(points_today.points)) >= lowest_bound.lower_bound
),

spans as (
    select
        bounds.lead_key,
        greatest(bounds.bound_from_on, {{ add_days(as_of_date(), 1) }}) as from_on,
        least(bounds.bound_to_on, {{ add_days(as_of_date(), var('going_cold_days')) }}) as to_on
    from {{ ref('int_gate_bounds') }} as bounds
    inner join above_lowest on bounds.lead_key = above_lowest.lead_key
    inner join lowest_bound on bounds.upper_bound >= lowest_bound.lower_bound
    where bounds.anchor_on = {{ start_of_time() }}
),

dates as (
    select
        lead_key,
        {{ date_series('from_on', 'to_on') }} as as_of_on
    from spans
    where from_on <= to_on
),

final as (
    select distinct
        dates.lead_key,
        leads.audience,
        dates.as_of_on
    from dates
    inner join leads on dates.lead_key = leads.lead_key
)

select * from final
