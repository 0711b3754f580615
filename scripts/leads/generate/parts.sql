-- One row per event of those touches, as it happened.
create temp view parts as
with

unfolded as (
    select
        *,
        unnest(event_types) as pattern_event_type,
        unnest(range(len(event_types))) as part_no
    from touches
),

keyed as (
    select
        *,
        child_key(touch_key, part_no, 'part') as part_key,
        -- Consumers meet us in the store, not at trade shows.
        if(not is_b2b and channel = 'event' and pattern <> 'webinar', 'check_in', pattern_event_type) as event_type,
        part_no * 60 + pick(part_key, 'soon', 50) as soon_s,
        case
            when part_no = 0 then 0
            when pattern = 'mail_scanned' then pick(part_key, 'scanned_after', 2)
            when channel = 'email'
                then
                    soon_s + floor(
                        129600 * share(touch_key, 'opened_after') * share(touch_key, 'opened_after')
                        * share(touch_key, 'opened_after')
                    )::bigint
            else soon_s
        end as after_s
    from unfolded
)

select
    *,
    'E' || lead_no::varchar || '-' || touch_no::varchar || '-' || part_no::varchar as event_id,
    least(touch_s + if(touch_s + after_s > getvariable('end_s'), soon_s, after_s), getvariable('end_s')) as part_s,
    case
        when event_type = 'key_page_visit'
            then element(['pricing', 'demo', 'comparison', 'references', 'contact'], part_key, 'page')
        when event_type = 'careers_visit' then 'careers'
        when event_type = 'page_visit'
            then element(['home', 'blog', 'product', 'about', 'news', 'support', 'locations'], part_key, 'page')
    end as page,
    element(['planning', 'service', 'finance', 'sustainability', 'training', 'maintenance'], part_key, 'topic')
        as topic,
    -- Robots visit under their own name; the open of a mail may be known for a machine's by the source.
    persona = 'bot' or (channel = 'web' and pick(touch_key, 'is_robot', 1000) < 12) as is_robot
from keyed;
