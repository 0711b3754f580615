{# What a run renewed, for the log of runs and the last line of the run: leads_known and leads_renewed (those with news), tables_renewed
   and tables_whole (of those that keep rows), why_whole (the reasons, the most frequent first). Empty where it wrote no such table. #}
{% macro renewal_of_run() %}
    {% set tables = [] %}
    {% for node in graph.nodes.values() if node.resource_type == 'model' and node.config.meta.get('renewed_under') %}
        {% do tables.append("'" ~ node.schema ~ "." ~ node.alias ~ "'") %}
    {% endfor %}
    {% if not keeps_rows() or flags.WHICH not in ('build', 'run') or not tables %}
        {{ return({}) }}
    {% endif %}
    {% set reasons = run_query(
        "select why_whole, count(*) from " ~ operations_relation('kept_tables') ~ " where run_id = '" ~ invocation_id
        ~ "' and table_name in (" ~ tables | join(', ') ~ ") group by why_whole order by count(*) desc, why_whole"
    ).rows %}
    {% if not reasons %}
        {{ return({}) }}
    {% endif %}
    {% set found = {'tables_renewed': 0, 'tables_whole': 0} %}
    {% set words = [] %}
    {% for row in reasons %}
        {% if row[0] is none %}
            {% do found.update({'tables_renewed': row[1] | int}) %}
        {% else %}
            {% do found.update({'tables_whole': found.tables_whole + row[1] | int}) %}
            {% do words.append(row[0]) %}
        {% endif %}
    {% endfor %}
    {% do found.update({'why_whole': words | join('; ') or none}) %}
    {% if found.tables_renewed %}
        {% do found.update(leads_with_news()) %}
    {% endif %}
    {{ return(found) }}
{% endmacro %}

{% macro leads_with_news() %}
    {% set models = {} %}
    {% for node in graph.nodes.values() if node.name in ('int_leads_keyed', 'int_leads_renewed') %}
        {% do models.update({node.name: node.relation_name}) %}
    {% endfor %}
    {% set row = run_query(
        "select count(*), count(renewed.lead_key) from " ~ models.int_leads_keyed ~ " as leads left join "
        ~ models.int_leads_renewed ~ " as renewed on leads.lead_key = renewed.lead_key"
    ).rows[0] %}
    {{ return({'leads_known': row[0] | int, 'leads_renewed': row[1] | int}) }}
{% endmacro %}

{# The same in a sentence. #}
{% macro renewal_in_words(found) %}
    {% set words = [] %}
    {% if found.get('tables_renewed') %}
        {% set share = 100 * found.leads_renewed / (found.leads_known or 1) %}
        {% do words.append(
            "Renewed the leads with news, " ~ "%.1f" | format(share) ~ " % (" ~ found.leads_renewed ~ " of " ~ found.leads_known
            ~ "), in " ~ found.tables_renewed ~ " tables."
        ) %}
    {% endif %}
    {% if found.get('tables_whole') %}
        {% do words.append("Wrote " ~ found.tables_whole ~ " tables whole: " ~ found.why_whole ~ ".") %}
    {% endif %}
    {{ return(words | join(' ')) }}
{% endmacro %}
