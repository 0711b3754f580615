{# A table that keeps the rows of the last build and replaces those that can be another today (docs/decisions/0008). Settings, all
   under meta:
   renewed_under   events or scores: of which rules it is (int_build_baseline); without it every build writes all rows
   renewed_from    a column of dates: rows are of a lead and a date, not only of a lead
   renewed_known   rows are also of the date on which facts were known: those of the last build's date are carried on to this one's
   follows_itself  it reads its own rows of the last build (may_read_itself) and writes all rows again
   slice_by        large: written slice by slice of leads (slices_of.sql)
   All of it is one transaction: a build that fails leaves the table, and what it is of, as they were. Spark does the same without
   transactions (below). Other engines build a table. #}
{% materialization renewed, adapter='duckdb' %}
    {% set existing = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type='table') %}
    {% set kept = kept_rows() %}
    {% set meta = config.get('meta', {}) %}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {% set statements = slices_of(compiled_code) %}
    {% if kept.get('since') and not meta.get('follows_itself') %}
        {% call statement('main') %}
            select 1
        {% endcall %}
        {% do renew_rows(target_relation, statements, kept.since) %}
    {% else %}
        {% do replace_table(existing, target_relation, statements) %}
    {% endif %}
    {% if (meta.get('renewed_under') or meta.get('follows_itself')) and not is_replay() %}
        {% do note_kept_table(kept.get('why_whole')) %}
    {% endif %}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(existing, full_refresh_mode=true)) %}
    {% do persist_docs(target_relation, model) %}
    {% do adapter.commit() %}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# Every statement is a commit of its own there: while the table is written it is of no build, so that what a build which fails leaves
   is written whole by the next. Spark spills what does not fit in memory, so nothing is sliced. #}
{% materialization renewed, adapter='spark' %}
    {% set target_relation = this.incorporate(type='table') %}
    {% set kept = kept_rows() %}
    {% set meta = config.get('meta', {}) %}
    {% set is_noted = (meta.get('renewed_under') or meta.get('follows_itself')) and not is_replay() %}
    {{ run_hooks(pre_hooks) }}
    {% if is_noted %}
        {% do forget_kept_table() %}
    {% endif %}
    {% if kept.get('since') and not meta.get('follows_itself') %}
        {% call statement('main') %}
            select 1
        {% endcall %}
        {% do renew_rows(target_relation, [compiled_code], kept.since) %}
    {% else %}
        {% call statement('main') %}
            {{ create_table_as(false, target_relation, compiled_code) }}
        {% endcall %}
    {% endif %}
    {% if is_noted %}
        {% do note_kept_table(kept.get('why_whole'), is_forgotten=true) %}
    {% endif %}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization renewed, default %}
    {{ return((context.get('materialization_table_' ~ target.type) or materialization_table_default)()) }}
{% endmaterialization %}

{# since: the date of the last build, as SQL. #}
{% macro renew_rows(relation, statements, since) %}
    {% set meta = config.get('meta') %}
    {% set known = 'known_on' if meta.get('renewed_known') %}
    {% if known and since != as_of_date() %}
        {% do run_statement('delete from ' ~ relation ~ ' where known_on <> ' ~ since) %}
        {% do run_statement('update ' ~ relation ~ ' set known_on = ' ~ as_of_date()) %}
    {% endif %}
    {% do run_statement(
        'delete from ' ~ relation ~ ' as kept where ' ~ is_renewed('kept', since, meta.get('renewed_from'))
    ) %}
    {% for statement in statements %}
        {% do run_statement(
            'insert into ' ~ relation ~ ' select fresh.* from (' ~ statement ~ ') as fresh where '
            ~ is_renewed('fresh', since, meta.get('renewed_from'), known)
        ) %}
    {% endfor %}
{% endmacro %}
