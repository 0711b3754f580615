{# A number of 64 bits that follows from expressions (a text, comma between) and, where a row is named, from every column of it:
   equal values, equal numbers. #}
{% macro row_hash(expressions, row=none) -%}
    {{ return(adapter.dispatch('row_hash', 'lead_scoring')(expressions, row)) }}
{%- endmacro %}

{% macro default__row_hash(expressions, row) -%}
    cast(xxhash64({{ expressions }}{{ ', ' ~ row ~ '.*' if row }}) as decimal(38, 0))
{%- endmacro %}

{% macro duckdb__row_hash(expressions, row) -%}
    cast(hash({{ expressions }}{{ ', ' ~ row if row }}) as decimal(38, 0))
{%- endmacro %}
