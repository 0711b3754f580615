-- One row per lead: who it is. The single table that all others are made from; the files after this one add to it.
create temp table people as
with

numbered as (
    select
        range as lead_no,
        range % 40 as block_position,
        child_key(0::ubigint, range // 40, 'block') as block_key
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
        lead_no - chain_position as person_no
    from numbered
),

persons as (
    select
        *,
        lead_key(lead_no) as lead_key,
        lead_key(person_no) as person_key
    from chained
)

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
    ) as account_no
from persons;
