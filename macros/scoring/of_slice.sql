{# Where a model says of_slice, its table is built slice by slice of leads, in the one transaction, and needs the memory of one
   slice: the config meta.slice_by names the parent whose number of rows decides how many slices there are. Compiled alone, or on an
   engine without it, the one slice has all leads. #}
{% macro of_slice(rows) -%}
    {{ rows }}.lead_key >= {{ slice_start() }} and {{ rows }}.lead_key < {{ slice_end() }}
{%- endmacro %}

{% macro slice_start() -%}
    cast(0 as bigint)
{%- endmacro %}

{% macro slice_end() -%}
    cast(9223372036854775807 as bigint)
{%- endmacro %}
