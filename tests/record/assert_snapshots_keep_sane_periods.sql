-- In every snapshot the periods of a key are never backward and never overlap, and no key has two open rows.
with periods as (
    {% for snapshot, key in [
        ('lead_stages_snapshot', 'lead_id'), ('lead_profiles_snapshot', 'lead_id'), ('account_profiles_snapshot', 'account_id')
    ] %}
        select
            '{{ snapshot }}' as snapshot_name,
            {{ key }} as snapshot_key,
            dbt_valid_from,
            dbt_valid_to,
            lead(dbt_valid_from) over (
                partition by {{ key }} order by dbt_valid_from asc nulls last, dbt_valid_to asc nulls last
            ) as next_valid_from
        from {{ ref(snapshot) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from periods
where
    snapshot_key is null
    or dbt_valid_from is null
    or dbt_valid_to < dbt_valid_from
    or (next_valid_from is not null and (dbt_valid_to is null or dbt_valid_to > next_valid_from))
