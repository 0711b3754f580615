-- Every account with a known lead has one row, with all its leads and all that have a score.
with expected as (
    select
        account_id,
        count(*) as member_count,
        count(lead_score) as scored_members
    from {{ ref('lead_scores') }}
    where account_id is not null
    group by account_id
),

final as (
    select
        expected.account_id as expected_account_id,
        scored.account_id,
        expected.member_count as expected_members,
        scored.member_count,
        expected.scored_members as expected_scored_members,
        scored.scored_members
    from expected
    full outer join {{ ref('account_scores') }} as scored on expected.account_id = scored.account_id
)

select * from final
where
    member_count is distinct from expected_members
    or scored_members is distinct from expected_scored_members
