{# on-run-start: notes what this run is about to do. Numbers count seeds and models, and data tests, without those of the
   record, which is written by publishing. #}
{% macro log_run_start() %}
    {% if execute and not is_replay() and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'test') %}
        {% set models = [] %}
        {% set tests = [] %}
        {% for node in graph.nodes.values() if 'record' not in node.tags %}
            {% if node.resource_type in ('seed', 'model') and node.config.materialized != 'ephemeral' %}
                {% do models.append(node.unique_id) %}
            {% elif node.resource_type == 'test' %}
                {% do tests.append(node.unique_id) %}
            {% endif %}
        {% endfor %}
        {% set relation = runs_relation() %}
        {% do create_runs() %}
        {% do run_statement(
            "create table if not exists " ~ run_problems_relation() ~ " (run_id " ~ dbt.type_string() ~ ", node_id "
            ~ dbt.type_string() ~ ", resource_type " ~ dbt.type_string() ~ ", name " ~ dbt.type_string() ~ ", status "
            ~ dbt.type_string() ~ ", failure_count bigint)"
        ) %}
        {% set models_run = models | select('in', selected_resources) | list | length %}
        {% set tests_run = tests | select('in', selected_resources) | list | length %}
        {% do run_statement(
            "insert into " ~ relation ~ " (" ~ run_columns().keys() | join(', ') ~ ") select '"
            ~ invocation_id ~ "', 'started', " ~ run_moment() ~ ", " ~ as_of_date()
            ~ ", (select max(_load_batch_id) from " ~ source('raw', 'loaded_files') ~ "), "
            ~ models_run ~ ", " ~ (models | length - models_run) ~ ", "
            ~ tests_run ~ ", " ~ (tests | length - tests_run) ~ ", null, null, null, null, null, null, '" ~ business_time_zone() ~ "'"
        ) %}
    {% endif %}
{% endmacro %}
