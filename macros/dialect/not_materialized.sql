{# Between `as` and the bracket of a CTE that is read more than once: its source is read each time. DuckDB writes such a
   CTE out first, which for a hundred million rows takes longer than reading them again, and room on disk. #}
{% macro not_materialized() -%}
    {{ return(adapter.dispatch('not_materialized', 'lead_scoring')()) }}
{%- endmacro %}

{% macro default__not_materialized() -%}
{%- endmacro %}

{% macro duckdb__not_materialized() -%}
    not materialized
{%- endmacro %}
