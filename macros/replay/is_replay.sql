{# Whether this run re-scores a range of past dates (`leads replay`) instead of building the present. #}
{% macro is_replay() -%}
    {{ return(target.name == 'replay') }}
{%- endmacro %}
