-- People again, with what they feel (latent fit and interest, 0 to 1) and when they buy.
create or replace temp table people as
with

placed as (
    select
        *,
        account_key(account_no) as account_key,
        created_s(lead_key) as created_s,
        created_s(person_key) as person_created_s
    from people
),

latent as (
    select
        *,
        coalesce(0.6 * account_quality(account_key), 0.6 * share(person_key, 'home'))
        + 0.4 * share(person_key, 'role') as fit,
        least(share(person_key, 'interest_one'), share(person_key, 'interest_two')) as interest,
        person_created_s + 172800 + floor(getvariable('surge_s') * share(person_key, 'surge'))::bigint as surge_s
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
        1 + pick(lead_key, 'cookies', 3) as cookie_count
    from latent
)

select * exclude (draw, account_key, person_created_s, due_s, planned_s) from decided;
