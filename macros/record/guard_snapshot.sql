{# Pre-hook of every snapshot: dbt would close all rows for an empty upstream, double each change for a doubled key, add a row
   per run for a null key and write backward periods when the clock goes back. It refers to stage_publications, so that
   every snapshot waits for it: what that refuses is not snapshotted either. #}
{% macro guard_snapshot() %}
    {% set publications = ref('stage_publications') %}
    {% if execute %}
        {% set published = adapter.get_relation(publications.database, publications.schema, publications.identifier) %}
        {% set kept = adapter.get_relation(this.database, this.schema, this.identifier) %}
        {% do guard_clock(published, kept, 'greatest(max(dbt_valid_from), coalesce(max(dbt_valid_to), max(dbt_valid_from)))') %}
        {% set open_count = 0 %}
        {% if kept %}
            {% set open_count = run_query("select count(*) from " ~ kept ~ " where dbt_valid_to is null").rows[0][0] | int %}
        {% endif %}
        {% do guard_keys("(" ~ model.compiled_code ~ ")", [config.get('unique_key')], open_count) %}
    {% endif %}
{% endmacro %}
