{# operations.statements: by which statement the last run computed each model, and what it read. `leads whatif` runs those again that
   changed rules touch, on a database of its own, without starting dbt. Grain: one row per model.
   table_name    schema and name
   statement     the query, for the catalog and date of the run
   parents       schema and name of every table that it reads
   catalog       the name under which the statement knows the warehouse
   as_of_date    the date it is for
   run_id        the run of dbt
   Models that no longer are have none. #}
{% macro log_statements(results) %}
    {% set rows = [] %}
    {% set there = [] %}
    {% set is_asked = target.type == 'duckdb' and flags.WHICH in ('build', 'run') %}
    {% for node in graph.nodes.values() if is_asked and node.resource_type == 'model' %}
        {% do there.append("'" ~ node.schema ~ '.' ~ node.alias ~ "'") %}
    {% endfor %}
    {% for result in results if is_asked and result.node.resource_type == 'model' and result.status | string == 'success' and result.node.language != 'python' %}
        {% set parents = [] %}
        {% for parent in result.node.depends_on.nodes %}
            {% set found = graph.nodes.get(parent) or graph.sources[parent] %}
            {% do parents.append("'" ~ found.schema ~ '.' ~ (found.alias or found.identifier) ~ "'") %}
        {% endfor %}
        {% do rows.append(
            "('" ~ result.node.schema ~ '.' ~ result.node.alias ~ "', "
            ~ dbt.string_literal(dbt.escape_single_quotes(result.node.compiled_code)) ~ ', ['
            ~ parents | join(', ') ~ "]::varchar[], '" ~ target.database ~ "', " ~ as_of_date() ~ ", '" ~ invocation_id ~ "')"
        ) %}
    {% endfor %}
    {% if rows %}
        {% set relation = operations_relation('statements') %}
        {% do run_statement(
            "create table if not exists " ~ relation ~ " (table_name varchar, statement varchar, parents varchar[], "
            ~ "catalog varchar, as_of_date date, run_id varchar)"
        ) %}
        {% do run_statement("create or replace temp table statements_of_run as from (values " ~ rows | join(', ') ~ ")") %}
        {% do run_statement(
            "delete from " ~ relation ~ " where table_name in (select col0 from statements_of_run) or table_name not in ("
            ~ there | join(', ') ~ "); insert into " ~ relation ~ " select * from statements_of_run; drop table statements_of_run"
        ) %}
    {% endif %}
{% endmacro %}
