{# A table written in one statement, `create or replace`, as the table of engines that have it: a quarter of a small build cheaper
   than the adapter's way over two names (docs/decisions/0014). A build that fails leaves the table as it was. Models in Python, and
   other engines: their own table. #}
{% materialization replaced, adapter='duckdb', supported_languages=["sql", "python"] %}
    {% if model.language == 'python' %}
        {{ return(materialization_table_duckdb()) }}
    {% endif %}
    {% set existing = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type='table') %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {% do replace_table(existing, target_relation, [compiled_code]) %}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=true)) %}
    {% do persist_docs(target_relation, model) %}
    {% do adapter.commit() %}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization replaced, default %}
    {{ return((context.get('materialization_table_' ~ target.type) or materialization_table_default)()) }}
{% endmaterialization %}

{# statements: the first makes the table and may read the one that stands, unless there is a contract; the others add rows. #}
{% macro replace_table(existing, relation, statements) %}
    {% if existing and existing.type != 'table' %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% call statement('main') %}
        {% if config.get('contract').enforced %}
            {{ get_assert_columns_equivalent(statements[0]) }}
            create or replace table {{ relation }} {{ get_table_columns_and_constraints() }};
            insert into {{ relation }} {{ get_column_names() }} ({{ get_select_subquery(statements[0]) }})
        {% else %}
            create or replace table {{ relation }} as {{ statements[0] }}
        {% endif %}
    {% endcall %}
    {% for statement in statements[1:] %}
        {% do run_statement('insert into ' ~ relation ~ ' ' ~ statement) %}
    {% endfor %}
{% endmacro %}
