{# The log of runs: what dbt was asked to do and how it ended. Grain: one row per run and moment (started, finished), only
   ever added to; a run that was killed has no row finished. `leads publish` and `leads replay` read it. #}
{% macro runs_relation() %}
    {{ return(api.Relation.create(target.database, 'operations', 'runs', type='table')) }}
{% endmacro %}
