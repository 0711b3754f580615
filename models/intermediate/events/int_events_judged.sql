with resolved as (
    select * from {{ ref('int_events_resolved') }}
),

final as (
    select
        resolved.event_id,
        resolved.lead_key,
        resolved.event_type_key,
        resolved.dedupe_key,
        resolved.is_quarantined,
        resolved.occurred_at,
        resolved.is_machine or coalesce(click_periods.is_machine, false) as is_machine,
        coalesce(click_periods.valid_from_on, resolved.valid_from_on) as valid_from_on,
        coalesce(click_periods.valid_to_on, resolved.valid_to_on) as valid_to_on
    from resolved
    left join {{ ref('int_click_periods') }} as click_periods
        on
            resolved.event_id = click_periods.event_id
            and resolved.lead_key = click_periods.lead_key
            and resolved.valid_from_on = click_periods.resolved_from_on
)

select * from final
