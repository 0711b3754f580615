{# Deliveries are read and cleaned once; what a whole build makes of them is not written out again, to spare disk. #}
{% set read_anew = '' if is_incremental() else ' ' ~ not_materialized() %}
with new_deliveries as (
    select * from {{ ref('stg_raw__events') }}
    {% if is_incremental() %}
        where
            load_batch_id is null
            or load_batch_id > (select coalesce(max(standing.load_batch_id), -1) from {{ this }} as standing)
    {% endif %}
),

deliveries as{{ read_anew }} (
    select {{ delivery_columns() }}
    from new_deliveries
    {% if is_incremental() %}
        union distinct
        select {{ delivery_columns() }}
        from {{ this }}
        where event_id in (select new_deliveries.event_id from new_deliveries)
    {% endif %}
),

dated as{{ read_anew }} (
    select
        {{ delivery_columns() }},
        {{ business_date('greatest(occurred_at, loaded_at)') }} as valid_from_on
    from deliveries
),

repeated as (
    select event_id from deliveries
    group by event_id
    having count(*) > 1
),

-- Few events are delivered twice: only their deliveries are put in order.
ordered as (
    select
        {{ delivery_columns() }},
        valid_from_on,
        min(valid_from_on) over (
            partition by event_id
            order by
                loaded_at asc nulls last, occurred_at asc nulls last, event_type asc nulls last,
                lead_id asc nulls last, anonymous_id asc nulls last, email asc nulls last,
                channel asc nulls last, session_id asc nulls last, message_id asc nulls last,
                asset_id asc nulls last, campaign asc nulls last, url asc nulls last,
                user_agent asc nulls last, is_machine asc nulls last, dedupe_key asc nulls last,
                properties asc nulls last, load_batch_id asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as overtaken_on
    from dated
    where event_id in (select repeated.event_id from repeated)
    union all
    select
        {{ delivery_columns() }},
        valid_from_on,
        cast(null as date) as overtaken_on
    from dated
    where
        not exists (
            select 1 from repeated
            where repeated.event_id = dated.event_id
        )
),

final as (
    select
        *,
        {{ event_identifier_type() }} as identifier_type,
        {{ event_identifier() }} as identifier,
        coalesce(overtaken_on, {{ end_of_time() }}) as valid_to_on
    from ordered
    where overtaken_on is null or valid_from_on < overtaken_on
)

select * from final
