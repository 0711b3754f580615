with landmarks as (
    select distinct
        landmarks.lead_key,
        leads.lead_id,
        landmarks.landmark_on
    from {{ ref('int_lead_landmarks') }} as landmarks
    inner join {{ ref('int_leads_keyed') }} as leads on landmarks.lead_key = leads.lead_key
),

assessed as (
    select distinct
        lead_key,
        assessed_on
    from {{ ref('int_profile_dates') }}
),

companies as (
    select * from {{ ref('int_accounts_located') }}
),

-- The profile and the company as they were on the landmark, by the newest rules that assessed them so.
final as (
    select
        landmarks.lead_key,
        landmarks.lead_id,
        landmarks.landmark_on,
        max(assessed.assessed_on) as assessed_on
    from landmarks
    inner join {{ ref('int_lead_profiles') }} as profiles
        on
            landmarks.lead_id = profiles.lead_id
            and landmarks.landmark_on >= profiles.valid_from_on
            and landmarks.landmark_on < profiles.valid_to_on
    left join companies
        on
            profiles.account_id = companies.account_id
            and landmarks.landmark_on >= companies.valid_from_on
            and landmarks.landmark_on < companies.valid_to_on
    inner join assessed
        on
            landmarks.lead_key = assessed.lead_key
            and profiles.valid_from_on <= assessed.assessed_on
            and profiles.valid_to_on > assessed.assessed_on
            and coalesce(companies.valid_from_on, profiles.valid_from_on) <= assessed.assessed_on
            and coalesce(companies.valid_to_on, profiles.valid_to_on) > assessed.assessed_on
    group by landmarks.lead_key, landmarks.lead_id, landmarks.landmark_on
)

select * from final
