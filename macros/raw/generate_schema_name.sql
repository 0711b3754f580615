{# Schemas carry their plain names (marts, staging ...): one warehouse file holds one scoring system. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
