with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

touches as (
    select
        lead_id,
        valid_from_on,
        nullif(lower(trim(source)), '') as source,
        nullif(lower(trim(campaign)), '') as campaign
    from {{ ref('int_lead_profiles') }}
    where valid_from_on <= {{ as_of_date() }}
),

-- First touch: the earliest profile that names a source or a campaign.
ranked as (
    select
        *,
        row_number() over (partition by lead_id order by valid_from_on asc nulls last) as position_of_touch
    from touches
    where source is not null or campaign is not null
),

final as (
    select
        leads.lead_id,
        coalesce(ranked.source, 'unknown') as source,
        coalesce(ranked.campaign, 'unknown') as campaign
    from leads
    left join ranked on leads.lead_id = ranked.lead_id and ranked.position_of_touch = 1
)

select * from final
