{# The log of runs: what dbt was asked to do and how it ended. Grain: one row per run and moment (started, finished), only
   ever added to; a run that was killed has no row finished. `leads publish` and `leads replay` read it.
   leads_known, leads_renewed, tables_renewed, tables_whole and why_whole, of finished rows: see renewal_of_run. Leads are counted
   only where a table was renewed; all are null where the run wrote no table that keeps rows.
   business_time_zone: the one in which the run counted days. #}
{% macro runs_relation() %}
    {{ return(operations_relation('runs')) }}
{% endmacro %}

{% macro run_columns() %}
    {% set text, number = dbt.type_string(), 'bigint' %}
    {{ return({
        'run_id': text, 'moment': text, 'happened_at': 'timestamp', 'as_of_date': 'date', 'load_batch_id': number,
        'models_run': number, 'models_left_out': number, 'tests_run': number, 'tests_left_out': number, 'failed_count': number,
        'leads_known': number, 'leads_renewed': number, 'tables_renewed': number, 'tables_whole': number, 'why_whole': text,
        'business_time_zone': text,
    }) }}
{% endmacro %}

{# Creates it, and adds the columns that a former version did not have. #}
{% macro create_runs() %}
    {% set relation = runs_relation() %}
    {# To look for columns begins a transaction, which creating the schema ends; otherwise what follows would be rolled back. #}
    {% set found = adapter.get_columns_in_relation(relation) | map(attribute='name') | list %}
    {% do adapter.create_schema(relation.without_identifier()) %}
    {% if not found %}
        {% set columns = [] %}
        {% for name, kind in run_columns().items() %}
            {% do columns.append(name ~ ' ' ~ kind) %}
        {% endfor %}
        {% do run_statement("create table " ~ relation ~ " (" ~ columns | join(', ') ~ ")") %}
    {% else %}
        {% for name, kind in run_columns().items() if name not in found %}
            {% do run_statement("alter table " ~ relation ~ " add column " ~ name ~ " " ~ kind) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
