{# The status of the models whose scores are published, as a text literal: active, or candidate in a replay that asks for it
   (LEADS_REPLAY_RULESET). #}
{% macro scored_status() -%}
    {%- set asked = env_var('LEADS_REPLAY_RULESET', '') if execute and is_replay() else '' -%}
    '{{ 'candidate' if asked == 'candidate' else 'active' }}'
{%- endmacro %}
