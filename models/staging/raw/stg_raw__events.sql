with source as (
    select * from {{ source('raw', 'events') }}
),

final as (
    select
        event_id,
        lead_id,
        anonymous_id,
        email,
        event_type,
        channel,
        occurred_at,
        session_id,
        message_id,
        asset_id,
        campaign,
        url,
        user_agent,
        is_machine,
        dedupe_key,
        cast(properties as string) as properties,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
