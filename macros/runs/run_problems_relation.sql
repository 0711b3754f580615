{# What went wrong in a run, by name. Grain: one row per run and node that failed or warned; what was skipped because of it is
   left out. failure_count: rows that a test found. `leads status` and `leads doctor` read it. #}
{% macro run_problems_relation() %}
    {{ return(operations_relation('run_problems')) }}
{% endmacro %}
