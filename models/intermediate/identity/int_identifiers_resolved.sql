with leads as (
    select * from {{ ref('int_leads_keyed') }}
),

roots as (
    select * from {{ ref('int_lead_roots') }}
),

owners as (
    select
        'lead_id' as identifier_type,
        known_ids.lead_id as identifier,
        known_ids.lead_id as owner_lead_id,
        {{ start_of_time() }} as valid_from_on,
        {{ end_of_time() }} as valid_to_on,
        cast(null as date) as held_from_on,
        cast(null as date) as held_to_on
    from (
        select lead_id from leads
        union distinct
        select lead_id from roots
    ) as known_ids
    union all
    select
        'anonymous_id' as identifier_type,
        anonymous_id as identifier,
        lead_id as owner_lead_id,
        valid_from_on,
        valid_to_on,
        cast(null as date) as held_from_on,
        cast(null as date) as held_to_on
    from {{ ref('int_anonymous_owners') }}
    union all
    select
        'email' as identifier_type,
        email_key as identifier,
        lead_id as owner_lead_id,
        valid_from_on,
        {{ end_of_time() }} as valid_to_on,
        held_from_on,
        held_to_on
    from {{ ref('int_email_owners') }}
),

-- An identifier leads to the survivor from the day of the merge on: the periods of both are intersected.
rooted as (
    select
        owners.identifier_type,
        owners.identifier,
        owners.held_from_on,
        owners.held_to_on,
        coalesce(roots.root_lead_id, owners.owner_lead_id) as lead_id,
        greatest(owners.valid_from_on, coalesce(roots.valid_from_on, owners.valid_from_on)) as valid_from_on,
        least(owners.valid_to_on, coalesce(roots.valid_to_on, owners.valid_to_on)) as valid_to_on
    from owners
    left join roots
        on
            owners.owner_lead_id = roots.lead_id
            and owners.valid_from_on < roots.valid_to_on
            and owners.valid_to_on > roots.valid_from_on
),

final as (
    select
        rooted.identifier_type,
        rooted.identifier,
        leads.lead_key,
        rooted.held_from_on,
        rooted.held_to_on,
        rooted.valid_to_on,
        greatest(rooted.valid_from_on, leads.first_seen_on) as valid_from_on
    from rooted
    inner join leads on rooted.lead_id = leads.lead_id
    where greatest(rooted.valid_from_on, leads.first_seen_on) < rooted.valid_to_on
)

select * from final
