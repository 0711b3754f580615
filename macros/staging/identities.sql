{# What a value is looked up by among the placeholders: in lower case, without quotes and brackets; a value of one repeated
   character, dashes aside (a device id of zeros), is that character and a star; one of nothing but these signs `-*`. Null for what
   can be none, which is seen by both ends of it and costs little: words are short and end in no digit, what is repeated begins as it
   ends. #}
{% macro placeholder_key(value) -%}
    {%- set bare = "translate(lower(trim(" ~ value ~ ")), '{}()<>[]\"' || chr(39), '')" -%}
    {%- set dense = "replace(" ~ bare ~ ", '-', '')" -%}
    {%- set last = "right(" ~ value ~ ", 1)" -%}
    case
        when
            not (
                left({{ value }}, 1) in ({{ last }}, ' ')
                or ({{ last }} not between '0' and '9' and (length({{ value }}) <= 26 or lower({{ last }}) not between 'a' and 'z'))
            ) then null
        when replace({{ dense }}, left({{ dense }}, 1), '') = '' then left(coalesce(nullif({{ dense }}, ''), '-'), 1) || '*'
        else {{ bare }}
    end
{%- endmacro %}

{# The placeholders, one row for each: seeds cannot hold some of the words bare. #}
{% macro placeholders() -%}
    (
        select
            translate(lower(value), '{}()<>[]"' || chr(39), '') as value,
            min(min_length) as min_length
        from {{ ref('placeholder_identities') }}
        group by translate(lower(value), '{}()<>[]"' || chr(39), '')
    )
{%- endmacro %}

{# Whether a row of the placeholders is what a column of the rows `source` holds: the condition of a left join that finds one row at most. #}
{% macro is_placeholder(placeholder, column) -%}
    {{ placeholder }}.value = {{ placeholder_key('source.' ~ column) }}
            and length(trim(source.{{ column }})) >= {{ placeholder }}.min_length
{%- endmacro %}

{# An id that is unique within its namespace, if it has one, as an id that is unique in the warehouse. Where a source writes `NULL`,
   the columns that make a thing the same are its id, so that two things are not one. #}
{% macro id_in_namespace(column, same) -%}
    case
            when no_{{ column }}.value is not null
                then coalesce(source.id_namespace, '') || '::no id ' || md5(concat_ws(chr(31), {{ canonical_cells(('source.' ~ same | join(' source.')).split(' ')) }}))
            when source.id_namespace is null then source.{{ column }}
            else source.id_namespace || '::' || source.{{ column }}
        end
{%- endmacro %}

{# The placeholder that an id of a thing is, if any, as no_<column>. #}
{% macro no_id(column) -%}
    left join {{ placeholders() }} as no_{{ column }}
        on {{ is_no_id('no_' ~ column, column) }}
{%- endmacro %}

{# Whether it is what an id of a thing holds: numbers may begin with 0. #}
{% macro is_no_id(placeholder, column) -%}
    {{ is_placeholder(placeholder, column) }} and ({{ placeholder }}.value <> '0*' or length(source.{{ column }}) >= 8)
{%- endmacro %}
