with steps as (
    select * from {{ ref('int_change_steps') }}
),

final as (
    select
        keyed.lead_id,
        steps.from_on as from_date,
        {{ as_of_date() }} as to_date,
        leads.score_then as score_before,
        leads.score_now as score_after,
        leads.score_now - leads.score_then as difference,
        steps.score_late - steps.score_then as late_data,
        steps.score_decayed - steps.score_late as decay,
        steps.score_expired - steps.score_decayed as expiry,
        steps.score_active - steps.score_expired as new_activity,
        case
            when steps.is_same_audience then steps.score_ruled - steps.score_active
            else cast(0 as decimal(6, 2))
        end as rules,
        case
            when steps.is_same_audience then steps.score_profiled - steps.score_ruled
            else steps.score_profiled - steps.score_active
        end as profile,
        steps.score_now - steps.score_profiled as overrides,
        leads.fit_then as fit_before,
        leads.fit_now as fit_after,
        leads.engagement_then as engagement_before,
        leads.engagement_now as engagement_after
    from steps
    inner join {{ ref('int_change_leads') }} as leads
        on steps.lead_key = leads.lead_key and steps.from_on = leads.from_on
    inner join {{ ref('int_leads_keyed') }} as keyed on steps.lead_key = keyed.lead_key
)

select * from final
where difference <> 0 or late_data <> 0 or decay <> 0 or expiry <> 0 or new_activity <> 0 or rules <> 0 or profile <> 0
