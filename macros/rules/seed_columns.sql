{# The columns of a seed, as its YAML describes them. Known when dbt runs; while it reads the project, the name of the seed stands
   for them. #}
{% macro seed_columns(seed) -%}
    {%- if not execute -%}
        {{ return([seed]) }}
    {%- endif -%}
    {{ return(graph.nodes['seed.' ~ project_name ~ '.' ~ seed].columns.keys() | list) }}
{%- endmacro %}
