with roles as (
    select * from {{ ref('int_account_roles') }}
),

final as (
    select
        account_id,
        replace({{ joined_sorted("case when is_covered then description end") }}, chr(10), ', ') as covered_roles,
        replace({{ joined_sorted("case when not is_covered then description end") }}, chr(10), ', ') as missing_roles,
        count(*) as roles_needed,
        count(*) filter (where is_covered) as roles_covered
    from roles
    group by account_id
)

select * from final
