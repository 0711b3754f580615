with links as (
    select distinct
        links.anonymous_id as identifier,
        owners.lead_id as holder_lead_id,
        links.lead_id as rival_lead_id
    from {{ ref('stg_raw__identity_links') }} as links
    inner join {{ ref('int_anonymous_owners') }} as owners on links.anonymous_id = owners.anonymous_id
    where
        links.lead_id <> owners.lead_id
        and cast(greatest(links.linked_at, links.loaded_at) as date) <= {{ as_of_date() }}
        and owners.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < owners.valid_to_on
),

-- Only the md5 of an address is shown: the list is for everyone.
emails as (
    select distinct
        md5(owners.email_key) as identifier,
        owners.lead_id as holder_lead_id,
        leads.lead_id as rival_lead_id
    from {{ ref('stg_raw__leads') }} as leads
    inner join {{ ref('int_email_owners') }} as owners on {{ email_key('leads.email') }} = owners.email_key
    where leads.lead_id <> owners.lead_id and cast(leads.loaded_at as date) <= {{ as_of_date() }}
),

merged as (
    select distinct
        claims.merged_lead_id as identifier,
        roots.root_lead_id as holder_lead_id,
        claims.surviving_lead_id as rival_lead_id
    from {{ ref('stg_raw__lead_merges') }} as claims
    inner join {{ ref('int_lead_merges_followed') }} as followed on claims.merged_lead_id = followed.lead_id
    inner join {{ ref('int_lead_roots') }} as roots on claims.merged_lead_id = roots.lead_id
    where
        claims.surviving_lead_id <> followed.target_id
        and claims.surviving_lead_id <> roots.root_lead_id
        and cast(greatest(claims.merged_at, claims.loaded_at) as date) <= {{ as_of_date() }}
        and followed.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < followed.valid_to_on
        and roots.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < roots.valid_to_on
),

final as (
    select
        'anonymous_id' as identifier_type,
        *
    from links
    union all
    select
        'email' as identifier_type,
        *
    from emails
    union all
    select
        'lead_merge' as identifier_type,
        *
    from merged
)

select * from final
