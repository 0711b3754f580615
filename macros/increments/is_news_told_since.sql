{# Whether the tables that news is found by, the deduplicated events and the inputs of leads, are those that the last build has
   read: neither was made anew since, nor by a part of a build. #}
{% macro is_news_told_since(build_id) -%}
    {%- if not execute or target.type != 'duckdb' -%}
        {{ return('false') }}
    {%- endif -%}
    {%- set makers = [] -%}
    {%- for name in ['int_events_deduplicated', 'int_lead_inputs'] -%}
        {%- do makers.append(build_id ~ " = '" ~ maker(this.incorporate(path={'identifier': name})) ~ "'") -%}
    {%- endfor -%}
    {{ return(makers | join(' and ')) }}
{%- endmacro %}

{# Marks the deduplicated events as read by this build; a table that is made anew loses the mark. #}
{% macro mark_events_read() -%}
    {%- if target.type == 'duckdb' -%}
        comment on table {{ ref('int_events_deduplicated') }} is '{{ invocation_id }}'
    {%- endif -%}
{%- endmacro %}
