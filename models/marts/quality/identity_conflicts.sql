with links as (
    select distinct
        links.anonymous_id as identifier,
        owners.lead_id as holder_lead_id,
        links.lead_id as rival_lead_id
    from {{ ref('stg_raw__identity_links') }} as links
    inner join {{ ref('int_anonymous_owners') }} as owners on links.anonymous_id = owners.anonymous_id
    where
        links.lead_id <> owners.lead_id and links.deleted_at is null
        and {{ business_date('greatest(links.linked_at, links.loaded_at)') }} <= {{ as_of_date() }}
        and owners.valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < owners.valid_to_on
),

emails as (
    select distinct
        md5(owners.email_key) as identifier,
        owners.lead_id as holder_lead_id,
        leads.lead_id as rival_lead_id
    from {{ ref('stg_raw__leads') }} as leads
    inner join {{ ref('int_email_owners') }} as owners on {{ email_key('leads.email') }} = owners.email_key
    where
        leads.lead_id <> owners.lead_id and {{ business_date('leads.loaded_at') }} <= {{ as_of_date() }}
        and owners.held_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < owners.held_to_on
),

standing_merges as (
    select
        followed.lead_id,
        followed.target_id,
        followed.is_on_circle,
        roots.root_lead_id
    from {{ ref('int_lead_merges_followed') }} as followed
    inner join {{ ref('int_lead_roots') }} as roots on followed.lead_id = roots.lead_id
    where
        followed.valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < followed.valid_to_on
        and roots.valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < roots.valid_to_on
),

claims as (
    select distinct
        merged_lead_id,
        surviving_lead_id
    from {{ ref('stg_raw__lead_merges') }}
    where deleted_at is null and {{ business_date('greatest(merged_at, loaded_at)') }} <= {{ as_of_date() }}
),

merged as (
    select
        'lead_merge' as identifier_type,
        claims.merged_lead_id as identifier,
        standing.root_lead_id as holder_lead_id,
        claims.surviving_lead_id as rival_lead_id
    from claims
    inner join standing_merges as standing on claims.merged_lead_id = standing.lead_id
    where
        claims.surviving_lead_id not in (claims.merged_lead_id, standing.target_id, standing.root_lead_id)
        and not standing.is_on_circle
    union all
    select
        'merge_circle' as identifier_type,
        root_lead_id as identifier,
        root_lead_id as holder_lead_id,
        lead_id as rival_lead_id
    from standing_merges
    where is_on_circle and root_lead_id <> lead_id
    union all
    select
        'merge_into_itself' as identifier_type,
        merged_lead_id as identifier,
        merged_lead_id as holder_lead_id,
        surviving_lead_id as rival_lead_id
    from claims
    where merged_lead_id = surviving_lead_id
    union all
    select
        'merge_into_unknown' as identifier_type,
        standing.lead_id as identifier,
        standing.lead_id as holder_lead_id,
        standing.root_lead_id as rival_lead_id
    from standing_merges as standing
    left join {{ ref('int_leads_known') }} as leads
        on standing.root_lead_id = leads.lead_id and leads.known_on = {{ as_of_date() }}
    where standing.root_lead_id <> standing.lead_id and leads.lead_id is null
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
    select * from merged
)

select * from final
