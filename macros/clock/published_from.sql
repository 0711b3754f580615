{# The first date whose scores a run publishes. A build publishes its as-of date only; a replay every date from LEADS_REPLAY_FROM
   (YYYY-MM-DD) to the as-of date. #}
{% macro published_from() -%}
    {%- set requested = env_var('LEADS_REPLAY_FROM', '') if execute and is_replay() else '' -%}
    {%- if not requested -%}
        {{ as_of_date() }}
    {%- elif not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', requested) -%}
        {{ exceptions.raise_compiler_error("LEADS_REPLAY_FROM is '" ~ requested ~ "'; give a date as YYYY-MM-DD.") }}
    {%- else -%}
        cast('{{ requested }}' as date)
    {%- endif -%}
{%- endmacro %}
