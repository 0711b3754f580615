{# Incremental strategy of a history: what a run found takes the place of its published dates, of all of them, also where it found
   nothing. Rows it found for other dates are added. #}
{% macro get_incremental_replace_dates_sql(arg_dict) -%}
    {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arg_dict['target_relation'] }}
    where as_of_date >= {{ published_from() }} and as_of_date <= {{ as_of_date() }};

    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arg_dict['temp_relation'] }}
{%- endmacro %}
