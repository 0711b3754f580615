with events as (
    select * from {{ ref('int_events_deduplicated') }}
    where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
),

identifiers as (
    select * from {{ ref('int_identifiers_resolved') }}
    where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
),

owners as (
    select * from {{ ref('int_anonymous_owners') }}
    where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
),

machines as (
    select * from {{ ref('int_user_agents_flagged') }}
),

final as (
    select
        events.event_id,
        events.event_type,
        events.identifier_type,
        events.occurred_at,
        events.loaded_at,
        case when events.identifier_type <> 'email' then events.identifier end as identifier,
        case
            when events.identifier_type is null then 'no_identifier'
            when events.identifier_type = 'lead_id' or owners.anonymous_id is not null then 'unknown_lead'
            when events.identifier_type = 'anonymous_id' then 'unlinked_anonymous_id'
            else 'unknown_email'
        end as reason
    from events
    left join identifiers
        on
            events.identifier_type = identifiers.identifier_type
            and events.identifier = identifiers.identifier
            and coalesce(
                {{ business_date('events.occurred_at') }} >= identifiers.held_from_on
                and {{ business_date('events.occurred_at') }} < identifiers.held_to_on,
                true
            )
    left join owners on events.identifier_type = 'anonymous_id' and events.identifier = owners.anonymous_id
    left join machines on events.user_agent = machines.user_agent
    where identifiers.lead_key is null and not coalesce(events.is_machine, false) and machines.user_agent is null
)

select * from final
