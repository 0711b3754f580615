-- People again, with the number of touches of each. A power law (few leads do most), scaled so that the whole world has
-- about the events asked for. Weights are whole numbers: their sum does not depend on the order of adding.
create or replace temp table people as
with

moods as (
    select
        mood,
        sum(len(event_types))::bigint as events_per_1000_touches
    from touch_slots
    group by mood
),

weighted as (
    select
        people.*,
        moods.events_per_1000_touches,
        case
            when people.mood in ('bot', 'job_seeker') then 3000
            when pick(people.lead_key, 'silent', 100) < 8 then 0
            else floor(
                172 / (share(people.lead_key, 'activity') + 0.003)
                * (0.4 + 1.8 * people.interest)
                * least(1, 0.15 + (getvariable('end_s') - people.created_s) / 5184000)
            )::bigint
        end as weight
    from people
    inner join moods on people.mood = moods.mood
),

scaled as (
    select
        getvariable('events_per_lead')::double * getvariable('lead_count')
        / (sum(weight * events_per_1000_touches)::double / 1000) as touches_per_weight
    from weighted
)

select
    weighted.* exclude (weight, events_per_1000_touches),
    floor(weighted.weight * scaled.touches_per_weight + share(weighted.lead_key, 'touch_rounding'))::bigint
        as touch_count
from weighted
cross join scaled
order by weighted.lead_no;
