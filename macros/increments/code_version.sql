{# The md5 of all that decides what a build computes, other than data and rules: every model and macro as it is written, and the
   vars. What other code has built is built anew. #}
{% macro code_version() -%}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set parts = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- do parts.append(node.unique_id ~ node.checksum.checksum) -%}
    {%- endfor -%}
    {%- for name, macro in context[project_name].items() -%}
        {%- do parts.append(name ~ macro.macro.macro_sql) -%}
    {%- endfor -%}
    {%- for name in [
        'raw_database', 'raw_schema', 'clock_skew_tolerance', 'machine_click_seconds', 'going_cold_days',
        'funnel_window_days', 'rows_per_slice', 'personas_min_leads',
    ] -%}
        {%- do parts.append(name ~ '=' ~ var(name)) -%}
    {%- endfor -%}
    {{ return(local_md5(parts | sort | join('\n'))) }}
{%- endmacro %}
