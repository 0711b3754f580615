{# Whether a value could be a placeholder at all, which is seen by both ends of it and costs little: words are short and end in no
   digit, what is repeated begins as it ends. #}
{% macro may_be_placeholder(value) -%}
    {%- set last = "right(" ~ value ~ ", 1)" -%}
    (
                left({{ value }}, 1) in ({{ last }}, ' ')
                or ({{ last }} not between '0' and '9' and (length({{ value }}) <= 26 or lower({{ last }}) not between 'a' and 'z'))
            )
{%- endmacro %}

{# What such a value is looked up by among the placeholders: in lower case, without quotes and brackets; a value of one repeated
   character, dashes aside (a device id of zeros), is that character and a star; one of nothing but these signs `-*`. #}
{% macro placeholder_key(value) -%}
    {%- set bare = "translate(lower(trim(" ~ value ~ ")), '{}()<>[]\"' || chr(39), '')" -%}
    {%- set dense = "replace(" ~ bare ~ ", '-', '')" -%}
    case
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

{# The same as one text, `lines`, with a line `{word}1` for each, the number its least length; no word and no key has a brace. A join
   for each column would be worked out for every row, whatever a reader asks for: most of the time that it took to read the events. #}
{% macro placeholders_in_lines() -%}
    select {{ joined_sorted("'{' || words.value || '}' || cast(words.min_length as string)") }} as lines
    from {{ placeholders() }} as words
{%- endmacro %}

{# Whether a value is long enough for the placeholder that it reads like; is_id: as the id of a thing, where numbers may begin with 0. #}
{% macro is_long_enough(column, placeholder, min_length, is_id) -%}
    length(trim(source.{{ column }})) >= {{ min_length }}
    {%- if is_id %} and ({{ placeholder }} <> '0*' or length(source.{{ column }}) >= 8){% endif %}
{%- endmacro %}

{# Whether a column of the rows `source` holds a placeholder, beside the row `placeholders` of placeholders_in_lines; is_id: as the
   id of a thing. #}
{% macro is_placeholder(column, is_id=false) -%}
    {%- set key = placeholder_key('source.' ~ column) -%}
    {%- set found = "split_part(split_part(placeholders.lines, '{' || " ~ key ~ " || '}', 2), chr(10), 1)" -%}
    coalesce(
                case
                    when {{ may_be_placeholder('source.' ~ column) }}
                        then
                            case
                                when instr(placeholders.lines, '{' || {{ key }} || '}') > 0
                                    then {{ is_long_enough(column, key, 'cast(' ~ found ~ ' as integer)', is_id) }}
                            end
                end,
                false
            )
{%- endmacro %}

{# A value, empty where it is a placeholder; is_id: of the id of a thing. #}
{% macro no_placeholder(column, is_id=false) -%}
    case when not {{ is_placeholder(column, is_id) }} then source.{{ column }} end
{%- endmacro %}

{# An id that is unique within its namespace, if it has one, as an id that is unique in the warehouse. Where a source writes `NULL`,
   the columns that make a thing the same are its id, so that two things are not one. #}
{% macro id_in_namespace(column, same) -%}
    case
            when {{ is_placeholder(column, is_id=true) }}
                then coalesce(source.id_namespace, '') || '::no id ' || md5(concat_ws(chr(31), {{ canonical_cells(('source.' ~ same | join(' source.')).split(' ')) }}))
            when source.id_namespace is null then source.{{ column }}
            else source.id_namespace || '::' || source.{{ column }}
        end
{%- endmacro %}
