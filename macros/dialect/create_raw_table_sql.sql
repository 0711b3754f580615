{# Statements that create one raw table if it is missing, with the columns and types of the contract. #}
{% macro create_raw_table_sql(relation, columns) -%}
    {{ return(adapter.dispatch('create_raw_table_sql', 'lead_scoring')(relation, columns)) }}
{%- endmacro %}

{# Spark has one type of text and none of JSON. #}
{% macro default__create_raw_table_sql(relation, columns) -%}
create table if not exists {{ relation }} (
    {%- for column in columns %}
    {{ column.name }} {{ {'varchar': 'string', 'json': 'string'}.get(column.data_type, column.data_type) }}
    {{- ',' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{% macro duckdb__create_raw_table_sql(relation, columns) -%}
create table if not exists {{ relation }} (
    {%- for column in columns %}
    {{ column.name }} {{ column.data_type }}{{ ',' if not loop.last }}
    {%- endfor %}
);
{%- for column in columns %}
alter table {{ relation }} add column if not exists {{ column.name }} {{ column.data_type }};
{%- endfor %}
{%- endmacro %}
