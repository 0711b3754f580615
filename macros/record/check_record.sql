{# Refuses a warehouse whose own name is that of the attached record: both would be one database, and a rebuild would lose
   the record. #}
{% macro check_record() %}
    {% if execute and target.type == 'duckdb' and target.database | lower == 'record' %}
        {{ exceptions.raise_compiler_error(
            "The warehouse file may not be called " ~ target.database ~ ", which is the name of the record; give it another name."
        ) }}
    {% endif %}
{% endmacro %}
