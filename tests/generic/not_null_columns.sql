{# None of the columns is ever null: one scan for all of them. Fails with the rows that lack one. #}
{% test not_null_columns(model, columns) %}
select {{ columns | join(', ') }}
from {{ model }}
where {{ columns | join(' is null or ') }} is null
{% endtest %}
