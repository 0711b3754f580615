{# A way into the raw tables where `leads load` does not reach (Spark): adds the rows of Parquet files of the contract, one statement a
   table. Columns are found by name; what a file lacks is empty, what the contract lacks is left out. Each file may also be a folder.
       dbt run-operation land_parquet --target spark --args '{folder: s3://lake/landing/2026-06-30, tables: [leads, events]}' #}
{% macro land_parquet(folder, tables) %}
    {% do create_raw_tables() %}
    {% for node in graph.sources.values() if node.source_name == 'raw' and node.name in tables %}
        {% set file = 'parquet.`' ~ folder ~ '/' ~ node.name ~ '.parquet`' %}
        {% set found = run_query('select * from ' ~ file ~ ' limit 0').columns | map(attribute='name') | map('lower') | list %}
        {% set values = [] %}
        {% for column in node.columns.values() %}
            {% do values.append('cast(' ~ (column.name if column.name in found else 'null') ~ ' as ' ~ raw_type(column) ~ ')') %}
        {% endfor %}
        {% do run_statement(
            'insert into ' ~ api.Relation.create(node.database, node.schema, node.identifier) ~ ' (' ~ node.columns.keys() | join(', ') ~ ') select '
            ~ values | join(', ') ~ ' from ' ~ file
        ) %}
        {% do log('Landed ' ~ node.name ~ '.', info=true) %}
    {% endfor %}
{% endmacro %}
