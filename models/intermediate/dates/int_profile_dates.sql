with asked as (
    select distinct
        dates_to_score.lead_key,
        dates_to_score.profile_on
    from {{ ref('int_dates_to_score') }} as dates_to_score
    where dates_to_score.needs_fit and {{ news_of('dates_to_score') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

accounts as (
    select * from {{ ref('int_accounts_located') }}
),

rule_changes as (
    select * from {{ ref('int_rule_change_dates') }}
),

final as (
    select
        asked.lead_key,
        asked.profile_on,
        rule_changes.changed_on as ruled_on,
        greatest(
            profiles.valid_from_on,
            coalesce(accounts.valid_from_on, profiles.valid_from_on),
            rule_changes.changed_on,
            cast(date_trunc('year', asked.profile_on) as date)
        ) as assessed_on
    from asked
    inner join {{ ref('int_leads_keyed') }} as leads on asked.lead_key = leads.lead_key
    inner join profiles
        on
            leads.lead_id = profiles.lead_id
            and asked.profile_on >= profiles.valid_from_on
            and asked.profile_on < profiles.valid_to_on
    inner join rule_changes
        on asked.profile_on >= rule_changes.changed_on and asked.profile_on < rule_changes.next_changed_on
    left join accounts
        on
            profiles.account_id = accounts.account_id
            and asked.profile_on >= accounts.valid_from_on
            and asked.profile_on < accounts.valid_to_on
)

select * from final
