{# A table or view of DuckDB, built in its own place in one transaction: a build that fails leaves what was there. dbt-duckdb
   builds it beside, renames both and drops the old one, which takes longer than most models themselves. A table that keeps
   the rows of the last build (macros/increments) only has those renewed replaced. #}
{% macro build_in_place(kind) %}
    {% set existing = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type=kind) %}
    {% set meta = config.get('meta', {}) %}
    {% set keeps = kind == 'table' and not meta.get('reads_before') and kept_since() is not none %}
    {% set reads_before = kind == 'table' and meta.get('reads_before') and stands_before() %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {% if existing and existing.type != kind %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% set statements = slices_of(compiled_code) %}
    {% call statement('main') %}
        {% if keeps %}
            delete from {{ target_relation }} as kept where {{ is_renewed('kept', meta.get('renewed_from')) }};
            insert into {{ target_relation }} {{ statements[0] }}
        {% elif kind == 'table' %}
            {% if reads_before %}
                alter table {{ target_relation }} rename to {{ before().identifier }};
            {% else %}
                drop table if exists {{ target_relation }};
            {% endif %}
            {{ create_table_as(false, target_relation, statements[0]) }}
        {% else %}
            drop view if exists {{ target_relation }};
            {{ create_view_as(target_relation, compiled_code) }}
        {% endif %}
    {% endcall %}
    {% for statement in statements[1:] %}
        {% do run_query('insert into ' ~ target_relation ~ ' ' ~ statement) %}
    {% endfor %}
    {% if reads_before %}
        {% do run_query('drop table ' ~ before()) %}
    {% endif %}
    {% if kind == 'table' and not keeps %}
        {% do create_indexes(target_relation) %}
    {% endif %}
    {% if meta.get('renewed_under') and not is_replay() %}
        {% do run_query(
            "comment on table " ~ target_relation ~ " is '" ~ run_query('select build_id from ' ~ ref('int_build_baseline')).rows[0][0] ~ "'"
        ) %}
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
