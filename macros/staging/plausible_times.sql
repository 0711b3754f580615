{# A bound of the times of a column of a raw table: of its own row, else its table's, else its column's, else the one of all.
   (`*` sorts before every name.) #}
{% macro time_bound(bound, table, column) -%}
    (
                select bounds.{{ bound }} from {{ ref('plausible_times') }} as bounds
                where bounds.table_name in ('{{ table }}', '*') and bounds.column_name in ('{{ column }}', '*')
                order by bounds.table_name desc nulls last, bounds.column_name desc nulls last
                limit 1
            )
{%- endmacro %}

{# Whether a column of the rows `source` holds a time that can be; null of null. #}
{% macro is_plausible_time(table, column) -%}
    source.{{ column }} >= {{ time_bound('earliest', table, column) }}
            and source.{{ column }} < {{ add_days(time_bound('latest', table, column), 1) }}
{%- endmacro %}

{# Whether a column of the rows `source` holds an end that can be: one that is far away means never. #}
{% macro is_plausible_end(table, column) -%}
    source.{{ column }} >= {{ time_bound('earliest', table, column) }}
{%- endmacro %}

{# Such an end; of one that is far away the day that means so. #}
{% macro plausible_end(table, column) -%}
    case
            when {{ is_plausible_time(table, column) }} then source.{{ column }}
            else coalesce({{ time_bound('no_date', table, column) }}, {{ time_bound('latest', table, column) }})
        end
{%- endmacro %}

{# An optional time: one that cannot be is none. #}
{% macro plausible_time(table, column) -%}
    case
            when {{ is_plausible_time(table, column) }} then source.{{ column }}
        end
{%- endmacro %}

{# Whether a required text is there. #}
{% macro is_given(column) -%}
    nullif(trim(source.{{ column }}), '') is not null
{%- endmacro %}
