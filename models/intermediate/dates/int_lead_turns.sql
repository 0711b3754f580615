-- Dates on which what holds for a lead changes, whatever it does.
with leads as (
    select * from {{ ref('int_leads_keyed') }}
),

profiles as (
    select
        leads.lead_key,
        profiles.account_id,
        profiles.valid_from_on,
        profiles.valid_to_on
    from {{ ref('int_lead_profiles') }} as profiles
    inner join leads on profiles.lead_id = leads.lead_id
),

turns as (
    select
        lead_key,
        valid_from_on as turns_on
    from profiles
    union distinct
    select
        profiles.lead_key,
        versions.valid_from_on as turns_on
    from profiles
    inner join {{ ref('int_accounts_located') }} as versions
        on
            profiles.account_id = versions.account_id
            and profiles.valid_from_on < versions.valid_from_on
            and profiles.valid_to_on > versions.valid_from_on
    union distinct
    select
        lead_key,
        starts_on as turns_on
    from {{ ref('int_overrides_resolved') }}
    where known_on = {{ as_of_date() }}
    union distinct
    select
        lead_key,
        expires_on as turns_on
    from {{ ref('int_overrides_resolved') }}
    where known_on = {{ as_of_date() }}
    union distinct
    select
        lead_key,
        valid_from_on as turns_on
    from {{ ref('int_exclusion_periods') }}
    where known_on = {{ as_of_date() }}
    union distinct
    select
        lead_key,
        valid_to_on as turns_on
    from {{ ref('int_exclusion_periods') }}
    where known_on = {{ as_of_date() }}
    union distinct
    select
        creations.lead_key,
        rule_turns.turns_on
    from {{ ref('int_lead_creations') }} as creations
    inner join {{ ref('int_rule_turns') }} as rule_turns on creations.created_on < rule_turns.turns_on
),

final as (
    select * from turns
    where turns_on <= {{ as_of_date() }}
)

select * from final
