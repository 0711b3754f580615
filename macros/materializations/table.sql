{# A table of DuckDB, built in its own place in one transaction: a build that fails leaves the table of before. dbt-duckdb
   builds it beside, renames both and drops the old one, which takes longer than most models themselves. #}
{% materialization table, adapter='duckdb' %}
    {% set existing = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type='table') %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {% if existing and not existing.is_table %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% call statement('main') %}
        drop table if exists {{ target_relation }};
        {{ create_table_as(false, target_relation, compiled_code) }}
    {% endcall %}
    {% do create_indexes(target_relation) %}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {% do persist_docs(target_relation, model) %}
    {% do adapter.commit() %}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
