{# Incremental strategy of a history: the rows of a run replace those of all its published dates, also where it found
   nothing. Rows of other dates are added. #}
{% macro get_incremental_replace_dates_sql(arg_dict) -%}
    {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arg_dict['target_relation'] }}
    where as_of_date >= {{ published_from() }} and as_of_date <= {{ as_of_date() }};

    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arg_dict['temp_relation'] }}
{%- endmacro %}
