{# Creates every raw table of the contract that is missing and adds the columns a table lacks, so that a build succeeds
   before anything was loaded and when an optional column was never delivered. Tables that hold rows keep them; a view in the
   place of a table stays as it is (`leads build` checks its columns). A replay only reads the warehouse.
   The contract is the source definition in models/staging/raw/_raw__sources.yml; nothing else lists the columns. The copy of the
   state of syncs (models/staging/sync/_sync__sources.yml) is made in the same way, empty before anything was synced. #}
{% macro create_raw_tables() %}
    {% if execute and not is_replay() and flags.WHICH in ('build', 'run', 'seed', 'snapshot', 'test', 'run-operation') %}
        {% set schemas = [] %}
        {% for node in graph.sources.values() | sort(attribute='name') if node.source_name in ('raw', 'sync') %}
            {% set relation = api.Relation.create(node.database, node.schema, node.identifier) %}
            {% if relation.without_identifier() | string not in schemas %}
                {% do adapter.create_schema(relation.without_identifier()) %}
                {% do schemas.append(relation.without_identifier() | string) %}
            {% endif %}
            {% if node.identifier not in raw_view_names(node.database, node.schema) %}
                {% set statements = create_raw_table_sql(relation, node.columns.values()) %}
                {% if statements | trim %}
                    {% do run_statement(statements) %}
                {% endif %}
            {% endif %}
        {% endfor %}
    {% endif %}
{% endmacro %}
