with roles as (
    select
        buying_group_roles.role_id,
        buying_group_roles.attribute,
        buying_group_roles.description,
        {{ explode_list('buying_group_roles.value') }} as element
    from {{ ref('buying_group_roles') }} as buying_group_roles
    where {{ valid_on('buying_group_roles', as_of_date()) }}
),

-- Every account needs every role that is valid today, also one that nobody covers.
needed as (
    select distinct
        members.account_id,
        roles.role_id,
        roles.description
    from {{ ref('int_account_members') }} as members
    cross join roles
),

covered as (
    select
        members.account_id,
        roles.role_id,
        count(distinct members.lead_id) as member_count
    from {{ ref('int_account_members') }} as members
    inner join {{ ref('int_leads_keyed') }} as leads on members.lead_id = leads.lead_id
    inner join {{ ref('int_profile_dates') }} as profile_dates
        on leads.lead_key = profile_dates.lead_key and profile_dates.profile_on = {{ as_of_date() }}
    inner join {{ ref('int_lead_attributes') }} as attributes
        on profile_dates.lead_key = attributes.lead_key and profile_dates.assessed_on = attributes.assessed_on
    inner join roles
        on attributes.attribute = roles.attribute and lower(trim(attributes.value)) = lower(roles.element)
    where members.is_engaged
    group by members.account_id, roles.role_id
),

final as (
    select
        needed.account_id,
        needed.role_id,
        needed.description,
        coalesce(covered.member_count, 0) as member_count,
        covered.role_id is not null as is_covered
    from needed
    left join covered on needed.account_id = covered.account_id and needed.role_id = covered.role_id
)

select * from final
