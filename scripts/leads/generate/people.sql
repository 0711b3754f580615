-- One row per lead: who it is, how it feels, when it buys. The single table that all others are made from.
create temp table people as
with

numbered as (
    select
        range as lead_no,
        range % 40 as block_position,
        child_key(0::ubigint, range // 40, 'block') as block_key,
    from range(getvariable('lead_count'))
),

-- In each 40 leads the first person may have up to three duplicates, each found to be the one before it.
chained as (
    select
        lead_no,
        if(
            block_position <= ([0, 1, 1, 1, 1, 1, 1, 2, 2, 3])[1 + pick(block_key, 'chain', 10)],
            block_position,
            0
        ) as chain_position,
        lead_no - chain_position as person_no,
    from numbered
),

persons as (
    select
        *,
        lead_key(lead_no) as lead_key,
        lead_key(person_no) as person_key,
    from chained
),

personas as (
    select
        *,
        pick(person_key, 'persona', 1000) as draw,
        case
            when draw < 5 then 'competitor'
            when draw < 10 then 'internal'
            when draw < 15 then 'supplier'
            when draw < 23 then 'job_seeker'
            when draw < 33 then 'student'
            when draw < 48 then 'opt_out'
            when draw < 55 then 'bad_data'
            when draw < 59 then 'bot'
            else 'ordinary'
        end as persona,
        draw < 15 or (draw >= 33 and pick(person_key, 'is_b2b', 10) < 6) as is_b2b,
        is_b2b and draw >= 15 and pick(person_key, 'has_account', 20) > 0 as has_account,
        if(
            has_account,
            -- Squared: a few companies have very many contacts.
            floor(getvariable('account_count') * share(person_key, 'account') * share(person_key, 'account'))::bigint,
            null
        ) as account_no,
    from persons
),

placed as (
    select
        *,
        account_key(account_no) as account_key,
        created_s(lead_key) as created_s,
        created_s(person_key) as person_created_s,
    from personas
),

latent as (
    select
        *,
        coalesce(0.6 * account_quality(account_key), 0.6 * share(person_key, 'home'))
        + 0.4 * share(person_key, 'role') as fit,
        least(share(person_key, 'interest_one'), share(person_key, 'interest_two')) as interest,
        person_created_s + 172800 + floor(getvariable('surge_s') * share(person_key, 'surge'))::bigint as surge_s,
    from placed
),

decided as (
    select
        *,
        case
            when persona = 'ordinary' then 0.002 + 0.9 * (fit * fit) * (interest * interest)
            when persona = 'opt_out' then 0.2 * (fit * fit) * (interest * interest)
            else 0
        end as propensity,
        share(person_key, 'buys') < propensity as is_buyer,
        surge_s + 259200 + floor(2592000 * share(person_key, 'buys_after'))::bigint as buys_s,
        landed_s(created_s, lead_key) as due_s,
        -- Some profiles land weeks after the first events of the lead.
        if(
            pick(lead_key, 'late_profile', 20) = 0,
            due_s + 259200 + pick(lead_key, 'late_profile_by', 2332800),
            due_s
        ) as planned_s,
        if(planned_s > getvariable('end_s') - 3600, due_s, planned_s) as profile_loaded_s,
        case
            when persona in ('job_seeker', 'bot') then persona
            when interest < 0.25 then 'cold'
            when interest < 0.6 then 'warm'
            else 'hot'
        end as mood,
        1 + pick(lead_key, 'cookies', 3) as cookie_count,
    from latent
)

select * exclude (draw, account_key, person_created_s, due_s, planned_s), from decided;
