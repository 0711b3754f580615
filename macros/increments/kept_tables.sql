{# operations.kept_tables: what each table that keeps rows is of. Grain: one row per table.
   table_name    schema and name
   run_id        the run of dbt that wrote it last
   build_id      the build it is of: that run, where it also built all models that the table follows from; else null
   code_version  by which code (code_versions.sql)
   as_of_date    for which date
   why_whole     why all of its rows were written; null: only those with news were
   A table in its own schema, because the comment of a table is for its description (persist_docs). #}

{% macro operations_relation(name) %}
    {{ return(api.Relation.create(target.database or none, 'operations', name, type='table')) }}
{% endmacro %}

{# Whether tables keep rows from build to build on this engine (macros/materializations/renewed.sql). #}
{% macro keeps_rows() %}
    {{ return(target.type in ('duckdb', 'spark')) }}
{% endmacro %}

{# on-run-start. #}
{% macro prepare_kept_tables() %}
    {% if execute and keeps_rows() and not is_replay() and flags.WHICH in ('build', 'run') %}
        {% set relation = operations_relation('kept_tables') %}
        {% do adapter.create_schema(relation.without_identifier()) %}
        {% do run_statement(
            "create table if not exists " ~ relation ~ " (table_name string, run_id string, build_id string, "
            ~ "code_version string, as_of_date date, why_whole string)" ~ spark_partitions('table_name')
        ) %}
        {% do note_code_versions() %}
        {% do drop_tables_of_other_code() %}
    {% endif %}
{% endmacro %}

{# dbt would add the rows of this build to an incremental table that another code, or a part of a build, has made: where
   meta.rebuilt_with_code asks for it, such a table is dropped, and dbt rebuilds it. #}
{% macro drop_tables_of_other_code() %}
    {% for node in graph.nodes.values() if node.config.get('meta', {}).get('rebuilt_with_code') and node.unique_id in selected_resources %}
        {% set relation = load_cached_relation(api.Relation.create(node.database, node.schema, node.alias)) %}
        {% set kept = kept_table(node) %}
        {% if relation and not (kept.get('is_same_code') and kept.get('build_id')) %}
            {% do adapter.drop_relation(relation) %}
        {% endif %}
    {% endfor %}
{% endmacro %}

{# What the table of a node is of: build_id and is_same_code. #}
{% macro kept_table(node) %}
    {% set found = run_query(
        "select kept.build_id, kept.code_version = versions.code_version"
        ~ " from " ~ operations_relation('kept_tables') ~ " as kept cross join " ~ operations_relation('code_versions')
        ~ " as versions where kept.table_name = '" ~ node.schema ~ "." ~ node.alias ~ "' and versions.model = '" ~ node.unique_id ~ "'"
    ).rows %}
    {{ return({'build_id': found[0][0], 'is_same_code': found[0][1]} if found else {}) }}
{% endmacro %}

{# Of the model that is being built: from here until it is noted, its table is of no build. #}
{% macro forget_kept_table() %}
    {% do run_statement(
        "delete from " ~ operations_relation('kept_tables') ~ " where table_name = '" ~ this.schema ~ "." ~ this.identifier ~ "'"
    ) %}
{% endmacro %}

{# Notes it of the model that is being built, whose former note goes unless it has gone before. #}
{% macro note_kept_table(why_whole, is_forgotten=false) %}
    {% set table_name = "'" ~ this.schema ~ "." ~ this.identifier ~ "'" %}
    {% if not is_forgotten %}
        {% do forget_kept_table() %}
    {% endif %}
    {% do run_statement(
        "insert into " ~ operations_relation('kept_tables')
        ~ " (table_name, run_id, build_id, code_version, as_of_date, why_whole) select " ~ table_name ~ ", '" ~ invocation_id
        ~ "', " ~ ("'" ~ invocation_id ~ "'" if is_on_built_road() else 'null') ~ ", versions.code_version, " ~ as_of_date()
        ~ ", " ~ ("'" ~ why_whole ~ "'" if why_whole else 'null') ~ " from " ~ operations_relation('code_versions')
        ~ " as versions where versions.model = '" ~ model.unique_id ~ "'"
    ) %}
{% endmacro %}

{# Pre-hook of an incremental model: notes the build that rebuilt its table; later builds only add to it. #}
{% macro note_rebuilt() %}
    {% if execute and keeps_rows() and not is_incremental() %}
        {% do note_kept_table('an incremental table was rebuilt') %}
    {% endif %}
{% endmacro %}

{# The build that the table of a model is of, as a text in SQL; null when it is not known. #}
{% macro build_of(name) -%}
    {%- set build_id = none -%}
    {%- if execute and keeps_rows() and flags.WHICH in ('build', 'run') and model.resource_type == 'model' and not is_replay() -%}
        {%- set build_id = kept_table(graph.nodes['model.' ~ project_name ~ '.' ~ name]).get('build_id') -%}
    {%- endif -%}
    cast({{ "'" ~ build_id ~ "'" if build_id else 'null' }} as string)
{%- endmacro %}

{# Whether this run builds every model that this one follows from. Where it does not, the table is of no build: what it read
   may be of another date, code or rules than the build that the baseline knows. #}
{% macro is_on_built_road() -%}
    {%- set road = [model.unique_id] -%}
    {%- for node_id in road -%}
        {%- if node_id not in selected_resources -%}
            {{ return(false) }}
        {%- endif -%}
        {%- for parent in graph.nodes[node_id].depends_on.nodes if parent.startswith('model.') and parent not in road -%}
            {%- do road.append(parent) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro %}
