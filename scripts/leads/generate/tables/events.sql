-- One row per delivery of an event: copies, late and future-dated deliveries included.
with

delivered as (
    select
        *,
        -- The same event again, days later; one of ten copies is the very same row.
        unnest(range(if(pick(part_key, 'is_copied', 100) = 0, 2, 1))) as copy_no,
        pick(part_key, 'copy_kind', 10) as copy_kind,
        landed_s(part_s, part_key) as landed_s,
        landed_s + if(
            pick(part_key, 'is_late', 100) < 2,
            86400 + floor(2592000 * share(part_key, 'late_by') * share(part_key, 'late_by'))::bigint,
            0
        ) as loaded_s
    from parts
)

select
    event_id,
    case
        when identity = 'unknown_lead' then 'X' || lead_no::varchar
        when identity in ('lead', 'both') then lead_id(lead_no)
    end as lead_id,
    if(
        identity in ('anonymous', 'both'),
        'A' || lead_no::varchar || '-' || pick(touch_key, 'cookie', cookie_count)::varchar,
        null
    ) as anonymous_id,
    case
        when identity = 'unknown_email' then 'nobody' || lead_no::varchar || '@nowhere.example'
        when identity = 'email'
            then
                case pick(part_key, 'odd_mail', 5)
                    when 0 then upper(email)
                    when 1 then '  ' || email || ' '
                    else email
                end
    end as email,
    if(copy_no = 1 and copy_kind = 9, 'page_visit', event_type) as event_type,
    channel,
    as_time(
        case
            -- Out of 1,000 one is dated days to a year after its own delivery.
            when pick(part_key, 'is_future', 1000) = 0 then loaded_s + 172800 + pick(part_key, 'future_by', 31536000)
            when copy_no = 1 and copy_kind between 4 and 8 then part_s + 3600
            else part_s
        end
    ) as occurred_at,
    if(channel = 'web', 'S' || lead_no::varchar || '-' || touch_no::varchar, null) as session_id,
    if(starts_with(event_type, 'email_'), 'M' || lead_no::varchar || '-' || touch_no::varchar, null) as message_id,
    if(
        event_type in ('asset_download', 'form_submitted', 'webinar_attended'),
        'asset-' || (1 + pick(touch_key, 'asset', 40))::varchar,
        null
    ) as asset_id,
    if(channel = 'email', element(getvariable('campaigns'), touch_key, 'campaign'), null) as campaign,
    if(channel = 'web', 'https://www.ourcompany.example/' || coalesce(page, replace(event_type, '_', '-')), null)
        as url,
    case
        when channel not in ('web', 'email') or event_type = 'email_delivered' then null
        when is_robot then element(getvariable('robot_agents'), touch_key, 'agent')
        else element(getvariable('browser_agents'), touch_key, 'agent')
    end as user_agent,
    if(channel = 'email', pattern = 'mail_prefetched' and event_type = 'email_open', null) as is_machine,
    case
        when page is not null
            then
                '{"page": "' || page || '", "duration_s": ' || (5 + pick(part_key, 'duration', 400))::varchar
                || ', "topic": "' || topic || '"}'
        when event_type in ('asset_download', 'form_submitted', 'webinar_attended') then '{"topic": "' || topic || '"}'
        when event_type = 'call'
            then
                '{"outcome": "' || element(['reached', 'voicemail', 'no_answer', 'meeting_agreed'], part_key, 'outcome')
                || '", "duration_s": ' || (20 + pick(part_key, 'duration', 1800))::varchar || '}'
    end as properties,
    as_time(
        if(copy_no = 1 and copy_kind > 0, loaded_s + 3600 + pick(part_key, 'copied_after', 432000), loaded_s)
    ) as loaded_at
from delivered
