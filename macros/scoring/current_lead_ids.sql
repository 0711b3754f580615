{# Every lead id as sources give it (lead_id) with the key of the lead it belongs to at the as-of date: the survivor's when it was
   merged. Ids of unknown leads are not in it. #}
{% macro current_lead_ids() -%}
    select
        identifier as lead_id,
        lead_key
    from {{ ref('int_identifiers_resolved') }}
    where
        identifier_type = 'lead_id'
        and valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < valid_to_on
{%- endmacro %}
