{# Refuses rows to be recorded whose key is null or doubled, and an empty input while rows are open in the record.
   source: a relation or a query in brackets; key: its columns; open_count: the open rows of the record. #}
{% macro guard_keys(source, key, open_count) %}
    {% set counts %}
        select
            coalesce(sum(row_count), 0) as row_count,
            coalesce(sum(case when row_count > 1 then 1 else 0 end), 0) as doubled_count,
            coalesce(sum(case when {{ key | join(' is null or ') }} is null then row_count else 0 end), 0) as null_count
        from (
            select {{ key | join(', ') }}, count(*) as row_count
            from {{ source }} as rows_read
            group by {{ key | join(', ') }}
        ) as keys_read
    {% endset %}
    {% set found = run_query(counts).rows[0] %}
    {% if found[2] | int > 0 %}
        {{ refuse(
            "rows without " ~ key | join(" or ") ~ " are to be recorded, " ~ (found[2] | int) ~ " in all",
            "correct the models it reads and build again"
        ) }}
    {% elif found[1] | int > 0 %}
        {{ refuse(
            "keys (" ~ key | join(", ") ~ ") are doubled in what is to be recorded, " ~ (found[1] | int) ~ " in all",
            "correct the models it reads and build again"
        ) }}
    {% elif found[0] | int == 0 and open_count > 0 %}
        {{ refuse(
            "nothing is to be recorded while rows stand in the record, " ~ open_count ~ " in all",
            "load the missing data and build again, or begin a new record if this is meant (docs/runbook.md)"
        ) }}
    {% endif %}
{% endmacro %}
