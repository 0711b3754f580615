-- One row per lead, as an export without dates tells it: what was written after the outcome stands there from the first day on
-- (leaks.csv). Only the number of the contract is dated: a second row of the lead, on the day of the deal.
with

told as (
    select
        people.*,
        deals.won_s,
        deals.won_s is not null as is_winner,
        unnest(if(deals.won_s is null, [0], [0, 1])) as version_no
    from people
    left join deals on people.lead_no = deals.lead_no
),

final as (
    select
        lead_id(lead_no) as lead_id,
        'b2b' as audience,
        source,
        as_time(created_s) as created_at,
        '{' || concat_ws(
            ', ',
            '"staff": ' || staff::varchar,
            '"sector": "' || sector || '"',
            '"region": "' || region || '"',
            if(is_winner, '"deal_size": ' || (1000 * (1 + pick(lead_key, 'size', 40)))::varchar, null),
            '"account_rating": "' || if(
                is_winner, element(['a', 'a', 'a', 'b'], lead_key, 'rating'),
                element(['b', 'c', 'c', 'c', 'c', 'd', 'd', 'd', 'd', 'd'], lead_key, 'rating')
            ) || '"',
            '"last_call": "' || case
                when is_winner and pick(lead_key, 'asks', 10) < 5 then 'asked for a contract'
                when not is_winner and pick(lead_key, 'asks', 200) = 0 then 'asked for a contract'
                else element(['no answer', 'calls back', 'talked'], lead_key, 'call')
            end || '"',
            if(pick(lead_key, 'owned', 10) < if(is_winner, 9, 3), '"owner_team": "team one"', null),
            if(
                pick(lead_key, 'chooses', 100) < if(is_winner, 51, 99),
                '"newsletter_choice": "' || element(['weekly', 'monthly'], lead_key, 'choice') || '"',
                null
            ),
            if(version_no = 1, '"contract_no": "K' || lead_no::varchar || '"', null)
        ) || '}' as attributes,
        as_time(if(version_no = 1, won_s, created_s)) as loaded_at
    from told
)

select * from final
