{# The model has exactly one row for each row of its parent, by the number of rows. parent: a relation; parent_where: a
   condition on it. Fails with both counts. #}
{% test row_per_parent(model, parent, parent_where='true') %}
with counts as (
    select
        (select count(*) from {{ model }}) as row_count,
        (select count(*) from {{ parent }} where {{ parent_where }}) as parent_count
)

select * from counts
where row_count is distinct from parent_count
{% endtest %}
