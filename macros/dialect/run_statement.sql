{# Runs a statement that answers nothing: unlike dbt's run_query it reads no result, which the client of a Thrift server would fail to find. #}
{% macro run_statement(sql) -%}
    {%- call statement('run_statement', auto_begin=false) -%}
        {{ sql }}
    {%- endcall -%}
{%- endmacro %}
