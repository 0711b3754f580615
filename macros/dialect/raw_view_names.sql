{# The views in the place of raw tables, which `create table if not exists` may not meet. #}
{% macro raw_view_names(database, schema) -%}
    {{ return(adapter.dispatch('raw_view_names', 'lead_scoring')(database, schema)) }}
{%- endmacro %}

{# Spark leaves a view as it is. #}
{% macro default__raw_view_names(database, schema) -%}
    {{ return([]) }}
{%- endmacro %}

{# Not adapter.get_relation: it opens a transaction that dbt rolls back after the hook, with the tables made in it. #}
{% macro duckdb__raw_view_names(database, schema) -%}
    {% set query %}
        select view_name from duckdb_views() where database_name = '{{ database }}' and schema_name = '{{ schema }}'
    {% endset %}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}
