{# How an incremental model on Spark replaces rows, in one statement that is whole or not at all: rows of a key that is written again go,
   whatever else of them has changed, and the new ones come. dbt's own merge updates row by row and keeps what no new row matches.
   meta.replaces, a column or `dates`: its values in the new rows, or every date this run publishes, also where it found nothing. #}
{% macro spark__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
    {%- set replaces = config.get('meta', {})['replaces'] -%}
    {%- set columns = adapter.get_columns_in_relation(target) | map(attribute='name') | list -%}
    merge into {{ target }} as kept
    using (
        select *, null as replaced from {{ source }}
        union all
        select {% for column in columns %}null as {{ column }}, {% endfor %}replaced from (
            {% if replaces == 'dates' -%}
            select {{ date_series(published_from(), as_of_date()) }} as replaced
            {%- else -%}
            select distinct {{ replaces }} as replaced from {{ source }}
            {%- endif %}
        ) as gone
    ) as fresh
    on kept.{{ 'as_of_date' if replaces == 'dates' else replaces }} = fresh.replaced
    when matched then delete
    when not matched and fresh.replaced is null then
        insert ({{ columns | join(', ') }}) values (fresh.{{ columns | join(', fresh.') }})
{%- endmacro %}
