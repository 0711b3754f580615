with event_types as (
    select * from {{ ref('int_event_types') }}
    where repeat_within_seconds is not null
),

-- What a person did, without a key of duplicates, of the types that can be repeated.
events as (
    select
        judged.*,
        event_types.repeat_within_seconds * interval '1' second as reach
    from {{ ref('int_events_judged') }} as judged
    inner join event_types on judged.event_type_key = event_types.event_type_key
    where judged.dedupe_key is null and not judged.is_machine and {{ news_of('judged') }}
),

-- Only events of one chain can repeat each other, whatever periods they are of.
compared as (
    select
        *,
        coalesce(occurred_at <= lag(occurred_at) over in_order + reach, false) as follows,
        coalesce(lead(occurred_at) over in_order <= occurred_at + reach, false) as is_followed
    from events
    window in_order as (
        partition by lead_key, event_type_key order by occurred_at asc nulls last, event_id asc nulls last
    )
),

chained as (
    select
        *,
        sum(case when follows then 0 else 1 end) over (
            partition by lead_key, event_type_key order by occurred_at asc nulls last, event_id asc nulls last
            rows between unbounded preceding and current row
        ) as chain_no
    from compared
    where follows or is_followed
),

changes as (
    select
        lead_key,
        event_type_key,
        chain_no,
        valid_from_on as changed_on
    from chained
    union distinct
    select
        lead_key,
        event_type_key,
        chain_no,
        valid_to_on as changed_on
    from chained
),

spans as (
    select
        *,
        lead(changed_on) over (
            partition by lead_key, event_type_key, chain_no order by changed_on asc nulls last
        ) as next_changed_on
    from changes
),

final as (
    select
        chained.event_id,
        chained.lead_key,
        chained.valid_from_on as judged_from_on,
        spans.changed_on as valid_from_on,
        spans.next_changed_on as valid_to_on,
        coalesce(
            chained.occurred_at <= chained.reach + lag(chained.occurred_at) over (
                partition by spans.lead_key, spans.event_type_key, spans.chain_no, spans.changed_on
                order by chained.occurred_at asc nulls last, chained.event_id asc nulls last
            ),
            false
        ) as is_repeat
    from chained
    inner join spans
        on
            chained.lead_key = spans.lead_key
            and chained.event_type_key = spans.event_type_key
            and chained.chain_no = spans.chain_no
            and chained.valid_from_on <= spans.changed_on
            and chained.valid_to_on > spans.changed_on
)

select * from final
