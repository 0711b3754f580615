{# Drops what former versions of this project built and no model builds any more: it would keep rows of leads for ever. Names, not
   patterns: a table of somebody else's is never touched. #}
{% macro drop_retired_models() -%}
    {%- if execute and target.type == 'duckdb' and flags.WHICH in ('build', 'run') and not is_replay() -%}
        {%- for name in [
            'int_account_coverage', 'int_band_ranges', 'int_cooling_points', 'int_engagement_contributions',
            'int_engagement_history', 'int_gate_bounds', 'int_gate_groups', 'int_lead_points', 'int_lead_relations',
            'int_lead_revenues', 'int_lead_scores',
            'int_ledger_corrections', 'int_loads_read', 'int_point_scores', 'int_predicates_needed', 'int_profile_points',
            'int_properties_needed', 'int_score_points', 'int_stage_points', 'stg_raw__loaded_files',
        ] -%}
            {%- set schema = generate_schema_name('staging' if name.startswith('stg_') else 'intermediate', none) -%}
            {%- set retired = adapter.get_relation(target.database, schema, name) -%}
            {%- if retired -%}
                {%- do adapter.drop_relation(retired) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
