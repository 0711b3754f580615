{# Spark takes no bindings: the adapter writes the values of a seed into the statement itself, where a quote ends a text and an empty
   cell becomes the text None. Here they are literals. #}
{% macro spark__load_csv_rows(model, agate_table) %}
    {% set types = model.config.get('column_types', {}) %}
    {% set statements = [] %}
    {% for chunk in agate_table.rows | batch(get_batch_size()) %}
        {% set rows = [] %}
        {% for row in chunk %}
            {% set cells = [] %}
            {% for name in agate_table.column_names %}
                {% set type = types.get(name, adapter.convert_type(agate_table, loop.index0)) %}
                {% do cells.append('cast(' ~ spark__literal(row[name]) ~ ' as ' ~ type ~ ')') %}
            {% endfor %}
            {% do rows.append('(' ~ cells | join(', ') ~ ')') %}
        {% endfor %}
        {% do statements.append('insert into ' ~ this.render() ~ ' values ' ~ rows | join(', ')) %}
        {% do adapter.add_query(statements[-1], abridge_sql_log=True) %}
    {% endfor %}
    {{ return(statements[0]) }}
{% endmacro %}

{# A backslash begins an escape in a text of Spark, and % is a binding to PyHive where there are bindings only. #}
{% macro spark__literal(value) -%}
    {%- if value is none -%}
        {{ return('null') }}
    {%- endif -%}
    {{ return("'" ~ (value | string | replace("\\", "\\\\") | replace("'", "\\'")) ~ "'") }}
{%- endmacro %}
