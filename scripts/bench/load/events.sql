-- Deliveries first_event up to but not including last_event, in the order in which they land.
with deliveries as (
    select
        event_no as delivery_no,
        child_key(0::ubigint, event_no, 'delivery') as delivery_key
    from range(getvariable('first_event'), getvariable('last_event')) as numbers (event_no)
),

-- One delivery in a hundred brings an event of the last five days again.
events as (
    select
        delivery_no,
        case
            when pick(delivery_key, 'is_copy', 100) = 0
                then greatest(0, delivery_no - 1 - pick(delivery_key, 'copy_of', 5 * events_per_day()))
            else delivery_no
        end as event_no
    from deliveries
),

keyed as (
    select
        *,
        child_key(0::ubigint, event_no, 'event') as event_key
    from events
),

-- Up to four events in a row are one visit: of one lead, in one session.
visits as (
    select
        *,
        greatest(0, event_no - pick(event_key, 'follows', 4)) as visit_no
    from keyed
),

leads as (
    select
        *,
        child_key(0::ubigint, visit_no, 'visit') as visit_key,
        visit_lead(visit_no, visit_key) as lead_no,
        event_type_of(pick(event_key, 'event_type', 10000)) as event_type,
        pick(visit_key, 'is_anonymous', 100) < 3 as is_anonymous,
        -- Two in a hundred land days late.
        delivered_s(event_no)
        - case
            when pick(event_key, 'is_late', 100) < 2 then 86400 + pick(event_key, 'late_by', 9 * 86400)
            else pick(event_key, 'delay', 60)
        end as happened_s
    from visits
)

select
    'event-' || lpad(event_no::varchar, 12, '0') as event_id,
    case when not is_anonymous then lead_id(lead_no) end as lead_id,
    case when is_anonymous then 'visitor-' || lead_no::varchar end as anonymous_id,
    event_type,
    case
        when event_type like 'email%' or event_type = 'newsletter_subscribed' then 'email'
        when event_type = 'call' then 'phone'
        when event_type in ('booth_visit', 'trade_show_meeting') then 'trade_show'
        else 'web'
    end as channel,
    as_time(greatest(happened_s, getvariable('start_s'))) as occurred_at,
    case when event_type in ('page_visit', 'key_page_visit', 'careers_visit') then 'session-' || visit_no::varchar end
        as session_id,
    -- One message to everybody every second day.
    case when event_type in ('email_open', 'email_click') then 'message-' || (event_no // (2 * events_per_day()))::varchar end
        as message_id,
    case
        when event_type in ('asset_download', 'webinar_attended')
            then 'asset-' || pick(event_key, 'asset', 300)::varchar
    end as asset_id,
    case when pick(event_key, 'has_campaign', 10) < 4 then 'campaign-' || pick(event_key, 'campaign', 40)::varchar end
        as campaign,
    case
        when event_type = 'key_page_visit'
            then element(['/pricing', '/product', '/case-studies/rail', '/reference/ports'], event_key, 'url')
        when event_type = 'page_visit' then '/page/' || pick(event_key, 'page', 200)::varchar
    end as url,
    pick(event_key, 'is_machine', 100) = 0 as is_machine,
    case
        when event_type = 'page_visit'
            then '{"duration_s": "' || element([5, 20, 45, 60, 90, 180], event_key, 'duration') || '"}'
        when event_type = 'key_page_visit'
            then '{"page": "' || element(['pricing', 'product', 'customers'], event_key, 'key_page') || '"}'
        when event_type = 'call'
            then '{"outcome": "' || element(['meeting_agreed', 'no_interest', 'later'], event_key, 'outcome') || '"}'
    end as properties,
    as_time(delivered_s(delivery_no)) as loaded_at
from leads
