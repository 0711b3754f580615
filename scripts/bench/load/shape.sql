-- The shape of the load, on top of the generator's draws (leads/generate/macros.sql). Variables: seed, event_count,
-- lead_count, start_s and end_s (seconds since 1970-01-01 UTC).
create macro span_s() as getvariable('end_s') + 1 - getvariable('start_s');
create macro events_per_day() as greatest(1, getvariable('event_count') * 86400 // span_s());

-- Deliveries come in even steps of time; numbers from event_count on fall on the days after the end.
create macro delivered_s(event_no) as
    getvariable('start_s') + (event_no::bigint * span_s()) // getvariable('event_count');

-- Leads arrive in blocks of 200. Most of the activity of a block lies in the months after its arrival.
create macro block_size() as 200;
create macro block_count() as getvariable('lead_count') // block_size();
create macro arrived_s(lead_no) as
    getvariable('start_s') + (lead_no // block_size()) * span_s() // block_count();

-- The lead of a visit. The product of three shares is small for most: within a block a few leads have hundreds of events
-- and every sixth has none.
create macro visit_block(visit_no, visit_key) as
    least(
        block_count() - 1,
        floor(
            block_count() * (visit_no::double / getvariable('event_count'))
            * (1 - share(visit_key, 'lag') * share(visit_key, 'lag') * share(visit_key, 'lag'))
        )::bigint
    );
create macro visit_lead(visit_no, visit_key) as
    visit_block(visit_no, visit_key) * block_size()
    + floor(
        block_size() * share(visit_key, 'rank_one') * share(visit_key, 'rank_two') * share(visit_key, 'rank_three')
    )::bigint;

create macro event_type_of(draw) as
    case
        when draw < 3600 then 'page_visit'
        when draw < 6400 then 'email_open'
        when draw < 7300 then 'key_page_visit'
        when draw < 8100 then 'email_click'
        when draw < 8600 then 'asset_download'
        when draw < 8900 then 'webinar_attended'
        when draw < 9100 then 'check_in'
        when draw < 9250 then 'newsletter_subscribed'
        when draw < 9400 then 'form_submitted'
        when draw < 9520 then 'social_follow'
        when draw < 9640 then 'call'
        when draw < 9740 then 'careers_visit'
        when draw < 9820 then 'booth_visit'
        when draw < 9860 then 'trade_show_meeting'
        when draw < 9890 then 'unsubscribed'
        when draw < 9910 then 'contact_request'
        when draw < 9930 then 'demo_request'
        else 'calculator_used'  -- no rule mentions it
    end;
