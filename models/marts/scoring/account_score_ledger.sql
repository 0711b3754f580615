with members as (
    select
        account_id,
        'member' as entry_type,
        lead_id as entry_id,
        lead_id,
        case
            when member_rank = 1 then 'best lead of the account'
            else 'number ' || cast(member_rank as string) || ' of the account, counts ' || {{ plain_number('factor') }}
        end as reason,
        member_rank,
        lead_score as raw_points,
        factor,
        contribution
    from {{ ref('int_account_members') }}
    where is_scored
),

caps as (
    select
        account_id,
        'adjustment' as entry_type,
        'total_cap' as entry_id,
        cast(null as string) as lead_id,
        'account score is at most ' || {{ plain_number('account_score') }} as reason,
        cast(null as bigint) as member_rank,
        cast(null as decimal(5, 2)) as raw_points,
        cast(null as decimal(18, 6)) as factor,
        account_score - unclipped_score as contribution
    from {{ ref('int_account_totals') }}
    where account_score < unclipped_score
),

entries as (
    select * from members
    union all
    select * from caps
),

final as (
    select
        account_id,
        entry_type,
        entry_id,
        lead_id,
        reason,
        member_rank,
        raw_points,
        factor,
        cast(contribution as decimal(18, 6)) as contribution,
        {{ as_of_date() }} as as_of_date
    from entries
)

select * from final
