{# The statement of a model once for each slice of leads, so that it needs the memory of one: meta.slice_by names the parent whose
   rows decide how many there are. The last slice also has the leads whose keys that parent lacks. #}
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

{# The condition on the leads of a slice (news_of); as it stands it is true of all leads. #}
{% macro of_slice(rows) -%}
    {{ rows }}.lead_key >= {{ slice_start() }} and {{ rows }}.lead_key < {{ slice_end() }}
{%- endmacro %}

{% macro slice_start() -%}
    cast(0 as bigint)
{%- endmacro %}

{% macro slice_end() -%}
    cast(9223372036854775807 as bigint)
{%- endmacro %}
