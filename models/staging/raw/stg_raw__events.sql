with source as (
    select * from {{ source('raw', 'events') }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace('event_id') }} as event_id,
        source.lead_id,
        case when no_anonymous_id.value is null then source.anonymous_id end as anonymous_id,
        source.email,
        source.event_type,
        source.channel,
        source.occurred_at,
        source.session_id,
        source.message_id,
        source.asset_id,
        source.campaign,
        source.url,
        source.user_agent,
        source.is_machine,
        source.dedupe_key,
        cast(source.properties as string) as properties,
        source.id_namespace,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    left join {{ placeholders() }} as no_anonymous_id
        on {{ is_placeholder('no_anonymous_id', 'anonymous_id') }}
    where
        {{ is_given('event_id') }}
        and {{ is_given('event_type') }}
        and {{ is_plausible_time('events', 'occurred_at') }}
        and {{ is_plausible_time('events', 'loaded_at') }}
)

select * from final
