{# A table or view of DuckDB, built in its own place in one transaction: a build that fails leaves what was there. dbt-duckdb
   builds it beside, renames both and drops the old one, which takes longer than most models themselves. A table that keeps
   the rows of the last build (macros/increments) only has those renewed replaced. #}
{% macro build_in_place(kind) %}
    {% set existing = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type=kind) %}
    {% set meta = config.get('meta', {}) %}
    {% set is_renewed_in_place = kind == 'table' and (kept_since() is not none or meta.get('renews_all') and stands_before()) %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {% if existing and existing.type != kind %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% set statements = slices_of(compiled_code) %}
    {% call statement('main') %}
        {% if is_renewed_in_place %}
            select 1
        {% else %}
            drop {{ kind }} if exists {{ target_relation }};
            {% if kind == 'table' %}
                {{ create_table_as(false, target_relation, statements[0]) }}
            {% else %}
                {{ create_view_as(target_relation, compiled_code) }}
            {% endif %}
        {% endif %}
    {% endcall %}
    {% if is_renewed_in_place %}
        {% do renew_in_place(target_relation, statements) %}
    {% else %}
        {% for statement in statements[1:] %}
            {% do run_query('insert into ' ~ target_relation ~ ' ' ~ statement) %}
        {% endfor %}
        {% if kind == 'table' %}
            {% do create_indexes(target_relation) %}
        {% endif %}
    {% endif %}
    {% do put_maker(target_relation) %}
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
