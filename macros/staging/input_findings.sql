{# Values that staging does not take as they came, counted per column: three kinds of selects over raw tables. columns: a list of
   [table, column, what comes of the row: left_out, read_as_empty or unresolved]. #}

{# One select counts all columns of a table, in columns of their own (`<column>_count`, ...), since an engine that plans each select for
   itself (Spark) takes minutes for a hundred: here the one that is asked for. #}
{% macro of_column_asked(columns, measure) -%}
    case asked.column_name{% for row in columns %} when '{{ row[1] }}' then {{ row[1] }}_{{ measure }}{% endfor %} end
{%- endmacro %}

{# Times outside of the plausible days; the day that means that there is none is no finding where it may stand. ends: the columns
   in which a day far away means never. #}
{% macro implausible_times(columns, ends) -%}
    {%- for table, asked in columns | groupby(0) %}
    select
        '{{ table }}' as table_name,
        asked.column_name,
        'implausible_time' as finding,
        '' as found_value,
        asked.consequence,
        {{ of_column_asked(asked, 'count') }} as row_count,
        {{ of_column_asked(asked, 'min') }} as smallest,
        {{ of_column_asked(asked, 'max') }} as largest
    from (
        select
            {%- for _, column, consequence in asked %}
            count({{ column }}) as {{ column }}_count,
            cast(min({{ column }}) as string) as {{ column }}_min,
            cast(max({{ column }}) as string) as {{ column }}_max{{ ',' if not loop.last }}
            {%- endfor %}
        from (
            select
                {%- for _, column, consequence in asked %}
                case
                    when
                        not ({{ is_plausible_end(column) if column in ends else is_plausible_time(column) }})
                        {%- if consequence == 'read_as_empty' and column not in ends %}
                        and (cast(source.{{ column }} as date) is distinct from bounds.{{ column }}_no_date)
                        {%- endif %}
                        then source.{{ column }}
                end as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ source('raw', table) }} as source
            cross join ({{ time_bounds(table, asked | map(attribute=1)) }}) as bounds
        ) as implausible_values
    ) as counted
    cross join (
        {%- for _, column, consequence in asked %}
        select
            '{{ column }}' as column_name,
            '{{ consequence }}' as consequence
        {{- '\n        union all' if not loop.last }}
        {%- endfor %}
    ) as asked
    where {{ of_column_asked(asked, 'count') }} > 0
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# What stands where nobody is known, or nothing. numbered: columns of ids that may be 0. #}
{% macro placeholder_identities_found(columns, numbered) -%}
    {%- for table, column, consequence in columns %}
    select
        '{{ table }}' as table_name,
        '{{ column }}' as column_name,
        'placeholder' as finding,
        placeholder.value as found_value,
        '{{ consequence }}' as consequence,
        count(*) as row_count,
        cast(null as string) as smallest,
        cast(null as string) as largest
    from {{ source('raw', table) }} as source
    inner join {{ placeholders() }} as placeholder
        on
            placeholder.value = case when {{ may_be_placeholder('source.' ~ column) }} then {{ placeholder_key('source.' ~ column) }} end
            and {{ is_long_enough(column, 'placeholder.value', 'placeholder.min_length', column in numbered) }}
    group by placeholder.value
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Rows that lack what they need; a time is there or not. columns: lists of [table, column]. #}
{% macro missing_values(columns) -%}
    {%- for table, asked in columns | groupby(0) %}
    select
        '{{ table }}' as table_name,
        asked.column_name,
        'missing' as finding,
        '' as found_value,
        'left_out' as consequence,
        {{ of_column_asked(asked, 'count') }} as row_count,
        cast(null as string) as smallest,
        cast(null as string) as largest
    from (
        select
            {%- for _, column in asked %}
            count(
                case
                    when source.{{ column }} is null
                        {%- if not column.endswith(('_at', '_on', '_date')) %} or trim(cast(source.{{ column }} as string)) = ''{% endif %}
                        then 1
                end
            ) as {{ column }}_count{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ source('raw', table) }} as source
    ) as counted
    cross join (
        {%- for _, column in asked %}
        select '{{ column }}' as column_name
        {{- '\n        union all' if not loop.last }}
        {%- endfor %}
    ) as asked
    where {{ of_column_asked(asked, 'count') }} > 0
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Ids that stand in more than one namespace: each is a thing of its own. Where a table has one namespace nothing is grouped. #}
{% macro ids_in_several_namespaces(columns) -%}
    {%- for table, column in columns %}
    select
        '{{ table }}' as table_name,
        '{{ column }}' as column_name,
        'shared_id' as finding,
        '' as found_value,
        'kept_apart' as consequence,
        count(*) as row_count,
        cast(null as string) as smallest,
        cast(null as string) as largest
    from (
        select source.{{ column }} from {{ source('raw', table) }} as source
        where (
            select min(coalesce(spaces.id_namespace, '')) < max(coalesce(spaces.id_namespace, ''))
            from {{ source('raw', table) }} as spaces
        )
        group by source.{{ column }}
        having min(coalesce(source.id_namespace, '')) < max(coalesce(source.id_namespace, ''))
    ) as shared
    having count(*) > 0
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
