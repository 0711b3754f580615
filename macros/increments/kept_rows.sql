{# A build keeps what the build before it has written, and writes only what can be another today. A model each row of which
   follows from inputs of its own lead (int_lead_inputs, events) and from rules says so: meta.renewed_under names the rules
   (events or scores, see int_build_baseline). Its rows of the leads of int_leads_renewed take the place of those it has;
   with meta.renewed_from, a column of dates, so do all its rows from the week of the last build on. It is built whole when
   those rules, the code or the way of the dates changed, when it missed the last build, in a full refresh, in a replay and
   on an engine other than DuckDB. #}

{# The condition of such a model on the rows it reads: of a renewed lead, or from the week of the last build on. #}
{% macro is_renewed(rows, day=none) -%}
    {%- set last_on = kept_since() -%}
    {%- if last_on -%}
        ({{ rows }}.lead_key in (select renewed.lead_key from {{ ref('int_leads_renewed') }} as renewed)
        {%- if day %} or {{ rows }}.{{ day }} >= date_trunc('week', {{ last_on }}){% endif %})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# The date of the last build, whose rows in this model's table stand: a literal; none when the table is built whole. The
   table's comment is the id of the build it is of. #}
{% macro kept_since() -%}
    {%- if not execute -%}
        {# dbt learns here what to build before #}
        {%- do [ref('int_build_baseline'), ref('int_leads_renewed')] -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set rules = config.get('meta', {}).get('renewed_under') if model.resource_type == 'model' -%}
    {%- if not (rules and stands_before()) -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set found = run_query(
        "select cast(baseline.previous_as_of_on as varchar) from " ~ ref('int_build_baseline') ~ " as baseline "
        "inner join duckdb_tables() as tables on baseline.previous_build_id = tables.comment "
        "where baseline.keeps_" ~ rules ~ " and tables.database_name = '" ~ this.database ~ "' "
        "and tables.schema_name = '" ~ this.schema ~ "' and tables.table_name = '" ~ this.identifier ~ "'"
    ) -%}
    {{ return("cast('" ~ found.rows[0][0] ~ "' as date)" if found.rows else none) }}
{%- endmacro %}

{# Whether a table of this model stands that this build may go on from. #}
{% macro stands_before() -%}
    {{ return(
        execute and target.type == 'duckdb' and not is_replay() and not should_full_refresh()
        and (load_cached_relation(this) is not none)
    ) }}
{%- endmacro %}

{# This model's table as it was before this build, for a model that reads it (meta.reads_before). #}
{% macro before() -%}
    {{ return(this.incorporate(path={'identifier': this.identifier ~ '__before'})) }}
{%- endmacro %}
