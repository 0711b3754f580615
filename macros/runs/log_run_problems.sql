{# Notes the nodes of this run that failed or warned. #}
{% macro log_run_problems(results) %}
    {% set rows = [] %}
    {% for result in results if result.status | string in ('error', 'fail', 'warn', 'runtime error', 'partial success') %}
        {% set words = [] %}
        {% for word in (invocation_id, result.node.unique_id, result.node.resource_type, result.node.name, result.status) %}
            {% do words.append(dbt.string_literal(dbt.escape_single_quotes(word | string))) %}
        {% endfor %}
        {% do rows.append('(' ~ words | join(', ') ~ ', ' ~ (result.failures or 0) ~ ')') %}
    {% endfor %}
    {% if rows %}
        {% do run_statement('insert into ' ~ run_problems_relation() ~ ' values ' ~ rows | join(', ')) %}
    {% endif %}
{% endmacro %}
