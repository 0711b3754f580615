{# How an incremental model on Spark replaces rows, in one statement that is whole or not at all: rows of a key that is written again go,
   whatever else of them has changed, and the new ones come. dbt's own merge updates row by row and keeps what no new row matches.
   meta.replaces, a column or `dates`: its values in the new rows, or every date this run publishes, also where it found nothing. #}
{% macro spark__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
    {#- A merge names its source several times, and the plan of the model would be made for each: it is written out first. -#}
    {%- set written = rows_to_merge(target) -%}
    {%- do run_statement('create or replace table ' ~ written ~ ' using iceberg as select * from ' ~ source) -%}
    {%- set replaces = config.get('meta', {})['replaces'] -%}
    {%- set columns = adapter.get_columns_in_relation(target) | map(attribute='name') | list -%}
    merge into {{ target }} as kept
    using (
        select *, null as replaced from {{ written }}
        union all
        select {% for column in columns %}null as {{ column }}, {% endfor %}replaced from (
            {% if replaces == 'dates' -%}
            select {{ date_series(published_from(), as_of_date()) }} as replaced
            {%- else -%}
            select distinct {{ replaces }} as replaced from {{ written }}
            {%- endif %}
        ) as gone
    ) as fresh
    on kept.{{ 'as_of_date' if replaces == 'dates' else replaces }} = fresh.replaced
    when matched then delete
    when not matched and fresh.replaced is null then
        insert ({{ columns | join(', ') }}) values (fresh.{{ columns | join(', fresh.') }})
{%- endmacro %}

{% macro rows_to_merge(target) -%}
    {{ return(target.incorporate(path={'identifier': target.identifier ~ '__to_merge'})) }}
{%- endmacro %}

{# Post-hook of a model that is merged: what was written out goes, also what a run that failed has left. #}
{% macro drop_rows_to_merge() -%}
    {{ return('drop table if exists ' ~ rows_to_merge(this) ~ ' purge' if target.type == 'spark' else '') }}
{%- endmacro %}
