{# Whether this build goes on from the rows that the last one has written to this model's table. Answers with two things: since,
   the date of the last build as SQL, none when the table is written whole; why_whole, the reason in words. #}
{% macro kept_rows() -%}
    {%- set rules = config.get('meta', {}).get('renewed_under') if execute and model.resource_type == 'model' -%}
    {%- if not rules or not keeps_rows() or is_replay() or flags.WHICH not in ('build', 'run') -%}
        {{ return({}) }}
    {%- elif should_full_refresh() -%}
        {{ return({'why_whole': 'a full refresh was asked for'}) }}
    {%- elif load_cached_relation(this) is none -%}
        {{ return({'why_whole': 'there was no table yet'}) }}
    {%- elif not is_on_built_road() -%}
        {{ return({'why_whole': 'this run leaves out models that the table follows from'}) }}
    {%- endif -%}
    {%- set kept = kept_table(model) -%}
    {%- if not kept -%}
        {{ return({'why_whole': 'another version of this project wrote the table'}) }}
    {%- elif not kept.is_same_code -%}
        {{ return({'why_whole': 'a model, macro or var that the table follows from has changed'}) }}
    {%- endif -%}
    {%- set found = run_query(
        "select cast(previous_as_of_date as string), keeps_" ~ rules ~ ", why_whole, previous_build_id from "
        ~ ref('int_build_baseline')
    ).rows[0] -%}
    {%- if not found[1] -%}
        {{ return({'why_whole': found[2]}) }}
    {%- elif found[3] != kept.build_id -%}
        {{ return({'why_whole': 'the table was left out of the last build, or built by a part of one'}) }}
    {%- endif -%}
    {{ return({'since': "cast('" ~ found[0] ~ "' as date)"}) }}
{%- endmacro %}

{% macro kept_since() -%}
    {%- if not execute -%}
        {# dbt learns here what to build before #}
        {%- do ref('int_build_baseline') -%}
    {%- endif -%}
    {{ return(kept_rows().get('since')) }}
{%- endmacro %}

{# Whether a model that follows from its own rows of the last build (meta.follows_itself) may read them; also a condition in SQL. #}
{% macro may_read_itself() -%}
    {%- if not execute -%}
        {%- if model.name != 'int_build_baseline' -%}
            {%- do ref('int_build_baseline') -%}
        {%- endif -%}
        {{ return(false) }}
    {%- elif config.get('meta', {}).get('renewed_under') -%}
        {{ return(kept_since() is not none) }}
    {%- endif -%}
    {{ return(
        keeps_rows() and model.resource_type == 'model' and flags.WHICH in ('build', 'run') and not is_replay()
        and not should_full_refresh() and load_cached_relation(this) is not none and kept_table(model).get('is_same_code') is true
    ) }}
{%- endmacro %}
