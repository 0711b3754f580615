with score_dates as (
    select * from {{ ref('int_score_dates') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

leads as (
    select * from {{ ref('int_leads_keyed') }}
),

merged as (
    select * from {{ ref('int_lead_roots') }}
    where root_lead_id <> lead_id
),

final as (
    select
        score_dates.known_on,
        leads.lead_key,
        profiles.lead_id,
        profiles.account_id,
        profiles.audience,
        leads.first_seen_on,
        score_dates.is_published
    from score_dates
    inner join profiles
        on score_dates.known_on >= profiles.valid_from_on and score_dates.known_on < profiles.valid_to_on
    inner join leads on profiles.lead_id = leads.lead_id
    left join merged
        on
            profiles.lead_id = merged.lead_id
            and score_dates.known_on >= merged.valid_from_on
            and score_dates.known_on < merged.valid_to_on
    where merged.lead_id is null
)

select * from final
