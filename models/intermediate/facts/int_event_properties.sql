with events as (
    select * from {{ ref('int_events_deduplicated') }}
),

properties as (
    select distinct
        event_type,
        property
    from {{ ref('int_rule_conditions') }}
),

final as (
    select
        events.event_id,
        events.event_type,
        properties.property,
        nullif(
            trim(
                case properties.property
                    when 'channel' then events.channel
                    when 'session_id' then events.session_id
                    when 'message_id' then events.message_id
                    when 'asset_id' then events.asset_id
                    when 'campaign' then events.campaign
                    when 'url' then events.url
                    when 'user_agent' then events.user_agent
                    else {{ json_get('events.properties', 'properties.property') }}
                end
            ),
            ''
        ) as value,
        events.valid_from_on,
        events.valid_to_on
    from events
    inner join properties on events.event_type = properties.event_type
)

select * from final
