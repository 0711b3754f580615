with deliveries as (
    select
        *,
        row_number() over (
            partition by opportunity_id
            order by
                loaded_at desc nulls last, deleted_at desc nulls last, lead_id asc nulls last,
                account_id asc nulls last,
                stage asc nulls last, amount asc nulls last, is_closed asc nulls last, is_won asc nulls last,
                created_at asc nulls last, closed_at asc nulls last
        ) as position_of_version,
        min(loaded_at) over (partition by opportunity_id) as first_loaded_at,
        min(case when is_closed then loaded_at end) over (partition by opportunity_id)
            as first_closed_at
    from {{ ref('stg_raw__opportunities') }}
    where {{ told_on('coalesce(created_at, loaded_at)') }} <= {{ as_of_date() }}
),

lead_ids as (
    {{ current_lead_ids() }}
),

dated as (
    select
        *,
        coalesce(created_at, first_loaded_at) as opened_at,
        case
            when is_closed and {{ business_date('coalesce(closed_at, first_closed_at)') }} <= {{ as_of_date() }}
                then coalesce(closed_at, first_closed_at)
        end as ended_at
    from deliveries
    where position_of_version = 1 and deleted_at is null
),

final as (
    select
        dated.opportunity_id,
        lead_ids.lead_key,
        dated.account_id,
        dated.amount,
        dated.ended_at as closed_at,
        dated.ended_at is not null and coalesce(dated.is_won, false) as is_won,
        coalesce(least(dated.opened_at, dated.ended_at), dated.opened_at) as opened_at
    from dated
    left join lead_ids on dated.lead_id = lead_ids.lead_id
)

select * from final
