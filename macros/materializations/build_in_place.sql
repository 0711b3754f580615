{# A table or view of DuckDB, built in its own place in one transaction: a build that fails leaves what was there. dbt-duckdb
   builds it beside, renames both and drops the old one, which takes longer than most models themselves. #}
{% macro build_in_place(kind) %}
    {% set existing = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type=kind) %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {% if existing and existing.type != kind %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% set statements = slices_of(compiled_code) %}
    {% call statement('main') %}
        drop {{ kind }} if exists {{ target_relation }};
        {% if kind == 'table' %}
            {{ create_table_as(false, target_relation, statements[0]) }}
        {% else %}
            {{ create_view_as(target_relation, compiled_code) }}
        {% endif %}
    {% endcall %}
    {% for statement in statements[1:] %}
        {% do run_query('insert into ' ~ target_relation ~ ' ' ~ statement) %}
    {% endfor %}
    {% if kind == 'table' %}
        {% do create_indexes(target_relation) %}
    {% endif %}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {% do persist_docs(target_relation, model) %}
    {% do adapter.commit() %}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmacro %}

{% materialization table, adapter='duckdb' %}
    {{ return(build_in_place('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {{ return(build_in_place('view')) }}
{% endmaterialization %}
