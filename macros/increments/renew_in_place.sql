{# Writes what is renewed of a table that stands (kept_rows): the new rows aside first, when they follow from the old. #}
{% macro renew_in_place(relation, statements) %}
    {% set meta = config.get('meta') %}
    {% set fresh = this.identifier ~ '__renewed' %}
    {% if meta.get('reads_before') %}
        {% for statement in statements %}
            {% do run_query(('create temp table ' if loop.first else 'insert into ') ~ fresh ~ (' as ' if loop.first else ' ') ~ statement) %}
        {% endfor %}
        {% set statements = ['select * from ' ~ fresh] %}
    {% endif %}
    {% if meta.get('renewed_known') %}
        {% do run_query('delete from ' ~ relation ~ ' where known_on <> ' ~ kept_since()) %}
        {% do run_query('update ' ~ relation ~ ' set known_on = ' ~ as_of_date()) %}
    {% endif %}
    {% set stale = 'true' if meta.get('renews_all') else is_renewed('kept', meta.get('renewed_from')) %}
    {% do run_query('delete from ' ~ relation ~ ' as kept where ' ~ stale) %}
    {% for statement in statements %}
        {% do run_query('insert into ' ~ relation ~ ' ' ~ statement) %}
    {% endfor %}
    {% if meta.get('reads_before') %}
        {% do run_query('drop table ' ~ fresh) %}
    {% endif %}
{% endmacro %}
