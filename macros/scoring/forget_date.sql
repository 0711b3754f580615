{# Pre-hook of a model that keeps other dates: its rows of the as-of date go, so that a build replaces them, by none too. #}
{% macro forget_date() %}
    {%- if is_incremental() -%}
        delete from {{ this }} where as_of_date = {{ as_of_date() }}
    {%- endif -%}
{% endmacro %}
