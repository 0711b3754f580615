with costs as (
    select
        cost_date,
        amount,
        loaded_at,
        deleted_at,
        source as source_as_delivered,
        campaign as campaign_as_delivered,
        coalesce(nullif(lower(trim(source)), ''), 'unknown') as source,
        coalesce(nullif(lower(trim(campaign)), ''), 'unknown') as campaign
    from {{ ref('stg_raw__campaign_costs') }}
    where cost_date <= {{ as_of_date() }} and {{ told_on('loaded_at') }} <= {{ as_of_date() }}
),

-- By the names as delivered: two spellings of a source are two costs, which add up, not two versions of one.
ranked as (
    select
        *,
        row_number() over (
            partition by source_as_delivered, campaign_as_delivered, cost_date
            order by loaded_at desc nulls last, deleted_at desc nulls last, amount asc nulls last
        ) as position_of_version
    from costs
),

final as (
    select
        source,
        campaign,
        cast(sum(amount) as decimal(38, 2)) as amount,
        cost_date
    from ranked
    where position_of_version = 1 and deleted_at is null
    group by source, campaign, cost_date
)

select * from final
