{# The clock of dbt's snapshots, on every engine: the time at which the run publishes, in UTC, not the engine's local time. #}
{% macro default__snapshot_get_time() -%}
    {{ recorded_at() }}
{%- endmacro %}
