-- One row per touch of the leads numbered first_lead up to but not including last_lead: when, what and under which
-- identity.
create temp view touches as
with

numbered as (
    select
        lead_no,
        lead_key,
        is_b2b,
        persona,
        mood,
        created_s,
        surge_s,
        cookie_count,
        email,
        unnest(range(touch_count)) as touch_no
    from people
    where lead_no >= getvariable('first_lead') and lead_no < getvariable('last_lead')
),

keyed as (
    select
        *,
        child_key(lead_key, touch_no, 'touch') as touch_key
    from numbered
),

timed as (
    select
        keyed.*,
        touch_slots.pattern,
        touch_slots.channel,
        touch_slots.event_types,
        touch_slots.channel = 'web' and pick(touch_key, 'is_early', 100) < 8 as is_early,
        created_s + floor((getvariable('end_s') - created_s) * share(touch_key, 'when'))::bigint as any_s,
        surge_s
        - floor(3888000 * share(touch_key, 'before_surge') * share(touch_key, 'before_surge'))::bigint as surge_touch_s
    from keyed
    inner join
        touch_slots
        on keyed.mood = touch_slots.mood and touch_slots.slot = pick(keyed.touch_key, 'pattern', 1000)
),

dated as (
    select
        *,
        case
            when is_early then greatest(created_s - pick(touch_key, 'early_by', 1728000), getvariable('start_s'))
            when
                pick(touch_key, 'near_surge', 10) < 6
                and surge_touch_s >= created_s
                and surge_touch_s <= getvariable('end_s')
                then surge_touch_s
            else any_s
        end // 86400 as day_no,
        -- Day 0 was a Thursday. Four of five weekend days of a company's people become the Friday.
        if(
            is_b2b and (day_no + 3) % 7 >= 5 and pick(touch_key, 'weekend', 5) > 0,
            day_no - ((day_no + 3) % 7 - 4),
            day_no
        ) * 86400 + 21600 + pick(touch_key, 'daytime_one', 27000) + pick(touch_key, 'daytime_two', 27000) as daytime_s
    from timed
)

select
    *,
    if(is_early or daytime_s >= created_s, daytime_s, created_s + pick(touch_key, 'first_hour', 3600)) as touch_s,
    -- Under which identity it is delivered; the rates are out of 1,000.
    pick(touch_key, 'identity', 1000) as identity_draw,
    case
        when identity_draw < 4 then 'unknown_lead'
        when identity_draw < 7 then 'unknown_email'
        when channel = 'web' and (is_early or identity_draw < 190) then 'anonymous'
        when channel <> 'web' and identity_draw < 80 and email is not null then 'email'
        when channel = 'web' then 'both'
        else 'lead'
    end as identity
from dated;
