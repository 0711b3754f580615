{# When this run publishes (UTC): the var recorded_at if it is set, else the start of the run. Only the record reads it; no
   number depends on it. #}
{% macro recorded_at() -%}
    {%- set requested = var('recorded_at') or run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') -%}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?', requested | string) -%}
        {{ exceptions.raise_compiler_error("recorded_at is '" ~ requested ~ "'; give a UTC time as YYYY-MM-DD HH:MM:SS.") }}
    {%- endif -%}
    cast('{{ requested }}' as timestamp)
{%- endmacro %}
