-- What a lead does at one touch: the events it leaves behind, and how often out of 1,000 touches of each mood.
create temp table touch_patterns as
select * from (
    values
    ('mail_ignored', 'email', ['email_delivered'], 430, 270, 150, 100, 0),
    ('mail_opened', 'email', ['email_delivered', 'email_open'], 110, 150, 120, 60, 0),
    ('mail_reopened', 'email', ['email_delivered', 'email_open', 'email_open'], 10, 20, 25, 10, 0),
    ('mail_clicked', 'email', ['email_delivered', 'email_open', 'email_click'], 15, 50, 95, 20, 0),
    ('mail_prefetched', 'email', ['email_delivered', 'email_open'], 25, 20, 15, 10, 0),
    ('mail_scanned', 'email', ['email_delivered', 'email_click'], 8, 8, 8, 0, 0),
    ('visit', 'web', ['page_visit'], 260, 230, 160, 200, 800),
    ('visit_again', 'web', ['page_visit', 'page_visit', 'page_visit'], 60, 70, 60, 50, 200),
    ('visit_key', 'web', ['page_visit', 'key_page_visit'], 20, 60, 130, 20, 0),
    ('careers', 'web', ['careers_visit'], 5, 3, 2, 500, 0),
    ('download', 'web', ['page_visit', 'asset_download'], 15, 35, 60, 5, 0),
    ('form', 'web', ['form_submitted', 'asset_download'], 4, 12, 25, 5, 0),
    ('webinar', 'event', ['webinar_attended'], 4, 15, 30, 0, 0),
    ('booth', 'event', ['booth_visit'], 4, 8, 15, 5, 0),
    ('meeting', 'event', ['trade_show_meeting'], 1, 4, 15, 0, 0),
    ('check_in', 'store', ['check_in'], 5, 10, 15, 5, 0),
    ('call', 'phone', ['call'], 4, 10, 25, 5, 0),
    ('social', 'social', ['social_follow'], 6, 8, 12, 0, 0),
    ('demo', 'web', ['demo_request'], 0, 2, 14, 0, 0),
    ('contact', 'web', ['contact_request'], 1, 4, 14, 3, 0),
    ('subscribed', 'email', ['newsletter_subscribed'], 6, 6, 6, 0, 0),
    ('unsubscribed', 'email', ['unsubscribed'], 4, 2, 1, 0, 0),
    ('pixel', 'web', ['pixel_ping'], 3, 3, 3, 2, 0)
) as patterns (pattern, channel, event_types, cold, warm, hot, job_seeker, bot);

-- One row per mood x number from 0 to 999: the pattern drawn by that number.
create temp table touch_slots as
with

weighted as (
    unpivot touch_patterns on cold, warm, hot, job_seeker, bot into name mood value weight
),

bounded as (
    select
        *,
        sum(weight) over (partition by mood order by pattern rows unbounded preceding)::bigint as upper_bound
    from weighted
)

select
    bounded.mood,
    slots.range as slot,
    bounded.pattern,
    bounded.channel,
    bounded.event_types
from bounded
inner join range(1000) as slots
    on slots.range >= bounded.upper_bound - bounded.weight and slots.range < bounded.upper_bound;
