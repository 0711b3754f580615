{# One doubling of a chain of merges: who a lead is after twice as many merges, with the period in which that holds. #}
{% macro follow_merges(hops) -%}
    select
        near.lead_id,
        coalesce(far.target_id, near.target_id) as target_id,
        greatest(near.valid_from_on, coalesce(far.valid_from_on, near.valid_from_on)) as valid_from_on,
        least(near.valid_to_on, coalesce(far.valid_to_on, near.valid_to_on)) as valid_to_on
    from {{ hops }} as near
    left join {{ hops }} as far
        on
            near.target_id = far.lead_id
            and near.valid_from_on < far.valid_to_on
            and far.valid_from_on < near.valid_to_on
{%- endmacro %}

{# The same with the latest merge on the way, which in a circle becomes the latest of the circle. #}
{% macro trace_merges(hops) -%}
    select
        near.lead_id,
        coalesce(far.target_id, near.target_id) as target_id,
        near.claimed_id,
        near.merge_no,
        greatest(near.latest_merge_no, coalesce(far.latest_merge_no, near.latest_merge_no)) as latest_merge_no,
        greatest(near.valid_from_on, coalesce(far.valid_from_on, near.valid_from_on)) as valid_from_on,
        least(near.valid_to_on, coalesce(far.valid_to_on, near.valid_to_on)) as valid_to_on
    from {{ hops }} as near
    left join {{ hops }} as far
        on
            near.target_id = far.lead_id
            and near.valid_from_on < far.valid_to_on
            and far.valid_from_on < near.valid_to_on
{%- endmacro %}
