{# A replay writes models tagged replay to a scratch database and reads everything else from the warehouse, which it
   cannot change. Elsewhere the configured database, by default the target's. Spark has none (its adapter's own macro says so). #}
{% macro duckdb__generate_database_name(custom_database_name=none, node=none) -%}
    {%- if is_replay() and node and 'replay' in node.config.tags -%}
        leads_replay
    {%- else -%}
        {{ (custom_database_name or target.database) | trim }}
    {%- endif -%}
{%- endmacro %}
