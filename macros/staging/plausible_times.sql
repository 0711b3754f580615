{# The bounds of the times of a raw table, as one row `<column>_earliest`, `<column>_latest` and `<column>_no_date` for each column: each
   from its own row of the seed, else its table's, else its column's, else the one of all. (`*` sorts before every name.) One select
   for all of them: an engine plans a scalar subquery for each bound longer than it reads a small table. #}
{% macro time_bounds(table, columns) -%}
    select
        {%- for column in columns %}
        {%- set is_last = loop.last %}
        {%- set row = "case when column_name in ('" ~ column ~ "', '*') then table_name || ' ' || column_name end" %}
        {%- for bound in ('earliest', 'latest', 'no_date') %}
        cast(nullif(max_by(coalesce(cast({{ bound }} as string), ''), {{ row }}), '') as date) as {{ column }}_{{ bound }}{{ ',' if not (is_last and loop.last) }}
        {%- endfor %}
        {%- endfor %}
    from {{ ref('plausible_times') }}
    where table_name in ('{{ table }}', '*')
{%- endmacro %}

{# Whether a column of the rows `source` holds a time that can be, beside the row `bounds` of time_bounds; null of null. #}
{% macro is_plausible_time(column) -%}
    source.{{ column }} >= bounds.{{ column }}_earliest
            and source.{{ column }} < {{ add_days('bounds.' ~ column ~ '_latest', 1) }}
{%- endmacro %}

{# Whether a column of the rows `source` holds an end that can be: one that is far away means never. #}
{% macro is_plausible_end(column) -%}
    source.{{ column }} >= bounds.{{ column }}_earliest
{%- endmacro %}

{# Such an end; of one that is far away the day that means so. #}
{% macro plausible_end(column) -%}
    case
            when {{ is_plausible_time(column) }} then source.{{ column }}
            else coalesce(bounds.{{ column }}_no_date, bounds.{{ column }}_latest)
        end
{%- endmacro %}

{# An optional time: one that cannot be is none. #}
{% macro plausible_time(column) -%}
    case
            when {{ is_plausible_time(column) }} then source.{{ column }}
        end
{%- endmacro %}

{# Whether a required text is there. #}
{% macro is_given(column) -%}
    nullif(trim(source.{{ column }}), '') is not null
{%- endmacro %}
