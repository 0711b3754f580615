{# A build keeps what the build before it has written, and writes only what can be another today. A model each row of which
   follows from inputs of its own lead (int_lead_inputs, events) and from rules says so: meta.renewed_under names the rules
   (events or scores, see int_build_baseline). Its rows of the leads of int_leads_renewed take the place of those it has. With
   meta.renewed_from, a column of dates, rows are also of a date: those from the first date that the lead's news can touch
   take that place, without news those from the week of the last build on. With meta.renewed_known they are also of a date on
   which facts were known: what was known at the last build is known now, other dates are asked anew. A model whose new rows
   follow from its old ones reads itself (this) and says meta.reads_before; meta.renews_all, that all rows are new. The table is
   built whole when those rules, the code or the way of the dates changed, when it or a model that it follows from missed the
   last build or misses this one, in a full refresh, in a replay and on an engine other than DuckDB. #}

{# The condition of such a model on the rows it reads (day, known: columns of theirs): of a renewed lead, or of a date that is
   renewed, or known on another date than the as-of date. #}
{% macro is_renewed(rows, day=none, known=none) -%}
    {%- if not execute -%}
        {# dbt learns here what to build before #}
        {%- do ref('int_leads_renewed') -%}
    {%- endif -%}
    {%- set last_on = kept_since() -%}
    {%- if not last_on -%}
        true
    {%- elif not day -%}
        {{ rows }}.lead_key in (select renewed.lead_key from {{ ref('int_leads_renewed') }} as renewed)
    {%- else -%}
        ({{ rows }}.{{ day }} >= coalesce(
            (
                select renewed.renewed_from_on from {{ ref('int_leads_renewed') }} as renewed
                where renewed.lead_key = {{ rows }}.lead_key
            ),
            date_trunc('week', {{ last_on }})
        )
        {%- if known %} or {{ rows }}.{{ known }} <> {{ as_of_date() }}{% endif %})
    {%- endif -%}
{%- endmacro %}

{# The date of the last build, whose rows in this model's table stand: a literal; none when the table is built whole. #}
{% macro kept_since() -%}
    {%- if not execute -%}
        {%- do ref('int_build_baseline') -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set rules = config.get('meta', {}).get('renewed_under') if model.resource_type == 'model' -%}
    {%- if not (rules and may_stand() and is_on_built_road()) -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set found = run_query(
        "select cast(previous_as_of_date as varchar) from " ~ ref('int_build_baseline')
        ~ " where keeps_" ~ rules ~ " and previous_build_id = '" ~ maker() ~ "'"
    ) -%}
    {{ return("cast('" ~ found.rows[0][0] ~ "' as date)" if found.rows else none) }}
{%- endmacro %}

{# Whether this run builds every model that this one follows from. Where it does not, the table is of no build: what it read
   may be of another date, code or rules than the build that the baseline tells of. #}
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

{# Whether the table of a model that goes on from any build (meta.renews_all, no renewed_under) stands as this code makes it. #}
{% macro stands_before() -%}
    {{ return(may_stand() and maker() == local_md5(model.raw_code)) }}
{%- endmacro %}

{# Whether there is a table of this model that this build may go on from. #}
{% macro may_stand() -%}
    {{ return(
        execute and target.type == 'duckdb' and not is_replay() and not should_full_refresh()
        and (load_cached_relation(this) is not none)
    ) }}
{%- endmacro %}

{# The comment of a table: the build it is of, or the code that made it. #}
{% macro maker(table=this) -%}
    {%- set found = run_query(
        "select comment from duckdb_tables() where database_name = '" ~ table.database ~ "' and schema_name = '"
        ~ table.schema ~ "' and table_name = '" ~ table.identifier ~ "'"
    ) -%}
    {{ return(found.rows[0][0] if found.rows else none) }}
{%- endmacro %}

{# Sets it, for a model that keeps rows. #}
{% macro put_maker(table) -%}
    {%- set meta = config.get('meta', {}) -%}
    {%- if meta.get('renewed_under') and not is_replay() -%}
        {%- set made_by = invocation_id if is_on_built_road() else 'no build' -%}
        {%- do run_query("comment on table " ~ table ~ " is '" ~ made_by ~ "'") -%}
    {%- elif meta.get('renews_all') and not meta.get('renewed_under') -%}
        {%- do run_query("comment on table " ~ table ~ " is '" ~ local_md5(model.raw_code) ~ "'") -%}
    {%- endif -%}
{%- endmacro %}
