{# Adds to a seed the described columns that its file lacks: a folder of rules from before a column is read as one whose cells are
   empty there, so a user's rules survive an upgrade. #}
{% macro add_lacking_columns() -%}
    {%- if execute -%}
        {%- set present = adapter.get_columns_in_relation(this) | map(attribute='name') | map('lower') | list -%}
        {%- set lacking = [] -%}
        {%- for name, data_type in config.get('column_types', {}).items() if name not in present -%}
            {%- do lacking.append(api.Column(name, data_type)) -%}
        {%- endfor -%}
        {%- if lacking -%}
            {%- do alter_relation_add_remove_columns(this.incorporate(type='table'), lacking, none) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
