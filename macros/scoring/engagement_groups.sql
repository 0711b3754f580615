{# Points by group of rules on each score point (semantics 5.5): the days that count on it summed, then clipped to the group's
   floor and cap. points: a relation of score points. #}
{% macro engagement_groups(points) -%}
select
    summed.lead_key,
    summed.model_key,
    groups.group_id,
    summed.unclipped_points,
    cast({{ clip('summed.unclipped_points', 'bounds.floor', 'bounds.cap') }} as decimal(18, 6)) as points,
    summed.known_on,
    summed.as_of_on,
    summed.anchor_on
from (
    select
        points.lead_key,
        points.model_key,
        rule_days.group_key,
        {{ points_of_micro('sum(' ~ micro_points('rule_days', 'points.as_of_on') ~ ')') }} as unclipped_points,
        points.known_on,
        points.as_of_on,
        points.anchor_on
    from {{ points }} as points
    inner join {{ ref('int_rule_days_counting') }} as rule_days
        on
            points.lead_key = rule_days.lead_key
            and points.model_key = rule_days.model_key
            and points.known_on >= rule_days.valid_from_on
            and points.known_on < rule_days.valid_to_on
            and points.anchor_on = rule_days.anchor_on
            and points.as_of_on >= rule_days.counts_from_on
            and points.as_of_on < rule_days.counts_to_on
    group by
        points.lead_key, points.model_key, rule_days.group_key, points.known_on, points.as_of_on, points.anchor_on
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
        and {{ valid_on('bounds', 'summed.as_of_on') }}
{%- endmacro %}
