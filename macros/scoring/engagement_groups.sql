{# Points by group of rules on each date to score (semantics 5.5): the days that count on it summed, then clipped to the group's
   floor and cap. Beside them the most a group could give if nothing lowered it, and whether it has points of both signs.
   dates: a relation of dates to score. #}
{% macro engagement_groups(dates) -%}
select
    summed.lead_key,
    summed.model_key,
    groups.group_id,
    summed.unclipped_points,
    cast({{ clip('summed.unclipped_points', 'bounds.floor', 'bounds.cap') }} as decimal(18, 6)) as points,
    cast({{ clip('summed.positive_points', 'bounds.floor', 'bounds.cap') }} as decimal(18, 6)) as most_points,
    summed.is_mixed,
    summed.known_on,
    summed.as_of_date,
    summed.cycle_starts_on
from (
    select
        dates.lead_key,
        dates.model_key,
        rule_days.group_key,
        {{ points_of_micro('sum(' ~ micro_points('rule_days', 'dates.as_of_date') ~ ')') }} as unclipped_points,
        {{ points_of_micro(
            'coalesce(sum(' ~ micro_points('rule_days', 'dates.as_of_date') ~ ') filter (where rule_days.points > 0), 0)'
        ) }} as positive_points,
        min(rule_days.points) < 0 and max(rule_days.points) > 0 as is_mixed,
        dates.known_on,
        dates.as_of_date,
        dates.cycle_starts_on
    from {{ dates }} as dates
    inner join {{ ref('int_rule_days_counting') }} as rule_days
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
) as summed
inner join (
    select distinct
        group_key,
        model_id,
        group_id
    from {{ ref('int_engagement_rules') }}
) as groups on summed.group_key = groups.group_key
left join {{ ref('engagement_groups') }} as bounds
    on
        groups.model_id = bounds.model_id
        and groups.group_id = bounds.group_id
        and {{ valid_on('bounds', 'summed.as_of_date') }}
{%- endmacro %}
