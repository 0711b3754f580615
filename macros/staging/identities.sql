{# What a value is looked up by among the placeholders: in lower case, without quotes and brackets; a value of one repeated
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

{# Whether a row of the placeholders is what a column of the rows `source` holds: the condition of a left join that finds one row at most. #}
{% macro is_placeholder(placeholder, column) -%}
    {{ placeholder }}.value = {{ placeholder_key('source.' ~ column) }}
            and length(trim(source.{{ column }})) >= {{ placeholder }}.min_length
{%- endmacro %}

{# An id that is unique within its namespace, if it has one, as an id that is unique in the warehouse. #}
{% macro id_in_namespace(column) -%}
    case
            when source.id_namespace is null then source.{{ column }}
            else source.id_namespace || '::' || source.{{ column }}
        end
{%- endmacro %}
