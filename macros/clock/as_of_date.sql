{# The one clock: the date every number is for, a day of the business. Set by the var as_of_date or the environment variable LEADS_AS_OF_DATE
   (YYYY-MM-DD); the current date when neither is set. No other clock enters a number. #}
{% macro as_of_date() -%}
    {#- While dbt only parses, any date will do: a build of a different date need not parse the project again. -#}
    {%- set requested = '2000-01-01' if not execute else var('as_of_date') or env_var('LEADS_AS_OF_DATE', '') or run_started_at.astimezone(modules.pytz.timezone(business_time_zone())).strftime('%Y-%m-%d') -%}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', requested | string) -%}
        {{ exceptions.raise_compiler_error("as_of_date is '" ~ requested ~ "'; give a date as YYYY-MM-DD.") }}
    {%- endif -%}
    cast('{{ requested }}' as date)
{%- endmacro %}
