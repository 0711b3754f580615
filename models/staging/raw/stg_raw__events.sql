with source as (
    select * from {{ source('raw', 'events') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('events', ['occurred_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace(
            'event_id', ['event_type', 'occurred_at', 'lead_id', 'anonymous_id', 'email']
        ) }} as event_id,
        source.lead_id,
        {{ no_placeholder('anonymous_id') }} as anonymous_id,
        source.email,
        source.event_type,
        source.channel,
        source.occurred_at,
        {{ no_placeholder('session_id', is_id=true) }} as session_id,
        {{ no_placeholder('message_id', is_id=true) }} as message_id,
        {{ no_placeholder('asset_id', is_id=true) }} as asset_id,
        source.campaign,
        source.url,
        source.user_agent,
        source.is_machine,
        {{ no_placeholder('dedupe_key', is_id=true) }} as dedupe_key,
        cast(source.properties as string) as properties,
        source.id_namespace,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    cross join bounds
    where
        {{ is_given('event_id') }}
        and {{ is_given('event_type') }}
        and {{ is_plausible_time('occurred_at') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
