with events as (
    select * from {{ ref('int_events_deduplicated') }}
),

identifiers as (
    select identifiers.* from {{ ref('int_identifiers_resolved') }} as identifiers
    where {{ news_of('identifiers') }}
),

event_types as (
    select * from {{ ref('int_event_types') }}
),

final as (
    select
        events.event_id,
        identifiers.lead_key,
        event_types.event_type_key,
        events.message_id,
        case when event_types.machine_burst_count is not null then coalesce(events.url, '') end as link,
        events.occurred_at > events.loaded_at + interval {{ var('clock_skew_tolerance') }} day as is_quarantined,
        events.occurred_at,
        coalesce(
            events.dedupe_key,
            case event_types.dedupe_by
                when 'message_id' then events.message_id
                when 'asset_id' then events.asset_id
                when 'session_id' then events.session_id
                when 'campaign' then events.campaign
                when 'url' then events.url
                when 'channel' then events.channel
            end
        ) as dedupe_key,
        coalesce(events.is_machine, false) or machines.user_agent is not null as is_machine,
        greatest(events.valid_from_on, identifiers.valid_from_on) as valid_from_on,
        least(events.valid_to_on, identifiers.valid_to_on) as valid_to_on
    from events
    inner join identifiers
        on
            events.identifier_type = identifiers.identifier_type and events.identifier = identifiers.identifier
            and events.valid_from_on < identifiers.valid_to_on
            and events.valid_to_on > identifiers.valid_from_on
            and coalesce(
                {{ business_date('events.occurred_at') }} >= identifiers.held_from_on
                and {{ business_date('events.occurred_at') }} < identifiers.held_to_on,
                true
            )
    inner join event_types on events.event_type = event_types.event_type
    left join {{ ref('int_user_agents_flagged') }} as machines on events.user_agent = machines.user_agent
)

select * from final
