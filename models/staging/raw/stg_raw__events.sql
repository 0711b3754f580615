with source as (
    select * from {{ source('raw', 'events') }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace(
            'event_id', ['event_type', 'occurred_at', 'lead_id', 'anonymous_id', 'email']
        ) }} as event_id,
        source.lead_id,
        case when no_anonymous_id.value is null then source.anonymous_id end as anonymous_id,
        source.email,
        source.event_type,
        source.channel,
        source.occurred_at,
        case when no_session_id.value is null then source.session_id end as session_id,
        case when no_message_id.value is null then source.message_id end as message_id,
        case when no_asset_id.value is null then source.asset_id end as asset_id,
        source.campaign,
        source.url,
        source.user_agent,
        source.is_machine,
        case when no_dedupe_key.value is null then source.dedupe_key end as dedupe_key,
        cast(source.properties as string) as properties,
        source.id_namespace,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    {{ no_id('event_id') }}
    left join {{ placeholders() }} as no_anonymous_id
        on {{ is_placeholder('no_anonymous_id', 'anonymous_id') }}
    {{ no_id('session_id') }}
    {{ no_id('message_id') }}
    {{ no_id('asset_id') }}
    {{ no_id('dedupe_key') }}
    where
        {{ is_given('event_id') }}
        and {{ is_given('event_type') }}
        and {{ is_plausible_time('events', 'occurred_at') }}
        and {{ is_plausible_time('events', 'loaded_at') }}
)

select * from final
