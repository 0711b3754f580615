{# Whether a text is an element of a list separated by |, blanks around elements ignored. #}
{% macro in_list(text, list) -%}
    instr('|' || replace({{ list }}, ' ', '') || '|', '|' || {{ text }} || '|') > 0
{%- endmacro %}
