{# Rows of a model that break a constraint of its contract, with its name and the constraint in words: what DuckDB refuses while it
   writes and Iceberg takes without a word. Known when dbt runs; while it reads the project, no row. #}
{% macro contract_violations(name) -%}
    {%- set nodes = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | selectattr('name', 'equalto', name) | list if execute else [] -%}
    {%- set broken = [] -%}
    {%- set keys = [] -%}
    {%- for node in nodes -%}
        {%- for column in node.columns.values() -%}
            {%- for constraint in column.constraints -%}
                {%- do broken.append([column.name ~ ' is null', column.name ~ ' is not null']) if constraint.type == 'not_null' -%}
                {%- do broken.append(['not (' ~ constraint.expression ~ ')', constraint.expression]) if constraint.type == 'check' -%}
                {%- do keys.append([column.name]) if constraint.type in ('unique', 'primary_key') -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for constraint in node.constraints -%}
            {%- do broken.append(['not (' ~ constraint.expression ~ ')', constraint.expression]) if constraint.type == 'check' -%}
            {%- do keys.append(constraint.columns) if constraint.type in ('unique', 'primary_key') -%}
        {%- endfor -%}
    {%- endfor -%}
    select
        '{{ name }}' as model,
        {% if broken -%}
        case
            {%- for condition, words in broken %}
            when {{ condition }} then {{ dbt.string_literal(dbt.escape_single_quotes(words)) }}
            {%- endfor %}
        end
        {%- else %}cast(null as string){% endif %} as broken_constraint
    from {{ ref(name) }}
    where {{ broken | map('first') | join(' or ') or 'false' }}
    {%- for columns in keys %}
    union all
    select
        '{{ name }}' as model,
        '{{ columns | join(', ') }} has one row' as broken_constraint
    from {{ ref(name) }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
    {%- endfor %}
{%- endmacro %}
