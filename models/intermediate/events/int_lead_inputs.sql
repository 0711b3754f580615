with leads as (
    select * from {{ ref('int_leads_keyed') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

accounts as (
    select * from {{ ref('int_accounts_located') }}
),

lead_accounts as (
    select distinct
        leads.lead_key,
        profiles.account_id
    from profiles
    inner join leads on profiles.lead_id = leads.lead_id
    where profiles.account_id is not null
),

-- Periods that begin or end between two builds change what is known.
inputs as (
    select
        identifiers.lead_key,
        {{ row_hash(period_states('identifiers'), 'identifiers') }} as row_hash
    from {{ ref('int_identifiers_resolved') }} as identifiers
    union all
    select
        leads.lead_key,
        {{ row_hash(period_states('profiles'), 'profiles') }} as row_hash
    from profiles
    inner join leads on profiles.lead_id = leads.lead_id
    union all
    select
        lead_accounts.lead_key,
        {{ row_hash(period_states('accounts'), 'accounts') }} as row_hash
    from accounts
    inner join lead_accounts on accounts.account_id = lead_accounts.account_id
    union all
    select
        leads.lead_key,
        {{ row_hash(period_states('roots'), 'roots') }} as row_hash
    from {{ ref('int_lead_roots') }} as roots
    inner join leads on roots.lead_id = leads.lead_id
    union all
    select
        creations.lead_key,
        {{ row_hash("'created'", 'creations') }} as row_hash
    from {{ ref('int_lead_creations') }} as creations
    union all
    select
        signals.lead_key,
        {{ row_hash("'signal'", 'signals') }} as row_hash
    from {{ ref('int_stage_signals') }} as signals
    union all
    select
        overrides.lead_key,
        {{ row_hash(
            'overrides.override_id, overrides.dimension, overrides.points, overrides.starts_on, overrides.expires_on'
        ) }} as row_hash
    from {{ ref('int_overrides_resolved') }} as overrides
    where overrides.known_on = {{ as_of_date() }}
),

inputs_found as (
    select
        lead_key,
        sum(row_hash) as fingerprint,
        count(*) as input_count
    from inputs
    group by lead_key
),

last_build as (
    select
        lead_key,
        fingerprint,
        input_count
    from {{ this if may_read_itself() else 'inputs_found' }}
    where {{ may_read_itself() }}
),

-- A lead that is gone stays for one build, so that its rows go.
final as (
    select
        found.fingerprint,
        found.input_count,
        coalesce(found.lead_key, last_build.lead_key) as lead_key,
        not coalesce(
            found.fingerprint = last_build.fingerprint and found.input_count = last_build.input_count, false
        ) as is_changed
    from inputs_found as found
    full outer join last_build on found.lead_key = last_build.lead_key
    where found.lead_key is not null or last_build.fingerprint is not null
)

select * from final
