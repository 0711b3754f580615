{# Statements that create one raw table if it is missing, with the columns and types of the contract, and add the columns it lacks. #}
{% macro create_raw_table_sql(relation, columns) -%}
    {{ return(adapter.dispatch('create_raw_table_sql', 'lead_scoring')(relation, columns)) }}
{%- endmacro %}

{# Spark has one type of text and none of JSON. #}
{% macro default__create_raw_table_sql(relation, columns) -%}
create table if not exists {{ relation }} (
    {%- for column in columns %}
    {{ column.name }} {{ raw_type(column) }}{{ ',' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{% macro raw_type(column) -%}
    {{ return({'varchar': 'string', 'json': 'string'}.get(column.data_type, column.data_type)) }}
{%- endmacro %}

{# One statement at a time there: a table that exists is given the columns it lacks. #}
{% macro spark__create_raw_table_sql(relation, columns) -%}
    {%- set present = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
    {%- set lacking = [] -%}
    {%- for column in columns if column.name not in present -%}
        {%- do lacking.append(column.name ~ ' ' ~ raw_type(column)) -%}
    {%- endfor -%}
    {%- if not present -%}
        {{ default__create_raw_table_sql(relation, columns) }} using iceberg
    {%- elif lacking -%}
        alter table {{ relation }} add columns ({{ lacking | join(', ') }})
    {%- endif -%}
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
