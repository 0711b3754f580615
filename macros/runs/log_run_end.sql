{# on-run-end: notes how this run ended. failed_count: nodes that failed or were skipped after a failure. #}
{% macro log_run_end(results) %}
    {% if execute and not is_replay() and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'test') %}
        {% set failed = results | map(attribute='status') | map('string') | reject('in', ['success', 'pass', 'warn', 'no-op']) | list %}
        {% set relation = runs_relation() %}
        {% set renewal = renewal_of_run() %}
        {% set counts = [] %}
        {% for name in ['leads_known', 'leads_renewed', 'tables_renewed', 'tables_whole'] %}
            {% set count = renewal.get(name) %}
            {% do counts.append('null' if count is none else count | string) %}
        {% endfor %}
        {% do run_statement(
            "insert into " ~ relation ~ " (" ~ run_columns().keys() | join(', ') ~ ") select run_id, 'finished', " ~ run_moment()
            ~ ", as_of_date, load_batch_id, models_run, models_left_out, tests_run, tests_left_out, " ~ (failed | length) ~ ", "
            ~ counts | join(', ') ~ ", " ~ ("'" ~ renewal.why_whole ~ "'" if renewal.get('why_whole') else 'null') ~ ", business_time_zone"
            ~ " from " ~ relation ~ " where run_id = '" ~ invocation_id ~ "' and moment = 'started'"
        ) %}
        {% do log_run_problems(results) %}
        {% do log_statements(results) %}
        {% if renewal %}
            {% do log(renewal_in_words(renewal), info=true) %}
        {% endif %}
    {% endif %}
{% endmacro %}
