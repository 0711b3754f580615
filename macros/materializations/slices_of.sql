{# The statement of a model once for each slice of leads (of_slice); the last one also has those whose keys its parent lacks. #}
{% macro slices_of(statement) %}
    {% set slice_by = config.get('meta', {}).get('slice_by') %}
    {% if not slice_by %}
        {{ return([statement]) }}
    {% endif %}
    {% set parent = run_query('select count(*), coalesce(max(lead_key), 0) + 1 from ' ~ ref(slice_by)).rows[0] %}
    {% set slices = parent[0] // var('rows_per_slice') + 1 %}
    {% set statements = [] %}
    {% for slice in range(slices) %}
        {% set starts_at = parent[1] * slice // slices %}
        {% set ends_at = slice_end() if loop.last else parent[1] * (slice + 1) // slices %}
        {% do statements.append(statement.replace(slice_start(), starts_at | string).replace(slice_end(), ends_at | string)) %}
    {% endfor %}
    {{ return(statements) }}
{% endmacro %}
