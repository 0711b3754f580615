{# Creates every raw table of the contract that is missing and adds the columns a table lacks, so that a build succeeds
   before anything was loaded and when an optional column was never delivered. Tables that hold rows keep them; a view in the
   place of a table stays as it is (`leads build` checks its columns). A replay only reads the warehouse.
   The contract is the source definition in models/staging/raw/_raw__sources.yml; nothing else lists the columns. #}
{% macro create_raw_tables() %}
    {% if execute and not is_replay() and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'test', 'run-operation') %}
        {% for node in graph.sources.values() | sort(attribute='name') if node.source_name == 'raw' %}
            {% set relation = api.Relation.create(node.database, node.schema, node.identifier) %}
            {% if loop.first %}
                {% do adapter.create_schema(relation.without_identifier()) %}
            {% endif %}
            {% if node.identifier not in raw_view_names(node.database, node.schema) %}
                {% do run_query(create_raw_table_sql(relation, node.columns.values())) %}
            {% endif %}
        {% endfor %}
    {% endif %}
{% endmacro %}
