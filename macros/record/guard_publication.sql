{# Pre-hook of stage_publications: refuses what would put a wrong line into a record that is never corrected. #}
{% macro guard_publication() %}
    {% set history = ref('lead_stage_history') %}
    {% if execute %}
        {% set kept = adapter.get_relation(this.database, this.schema, this.identifier) %}
        {% do guard_clock(kept, kept, 'max(recorded_at)') %}
        {% set open_count = 0 %}
        {% if kept %}
            {# Every retraction ends one assertion. #}
            {% set open_count = run_query(
                "select coalesce(sum(case when action = 'assert' then 1 else -1 end), 0) from " ~ kept
            ).rows[0][0] | int %}
        {% endif %}
        {% do guard_keys(history, ['lead_id', 'stay_no'], open_count) %}
    {% endif %}
{% endmacro %}
