-- The least work that gives the same engagement scores: one statement, from Parquet to lead_id, engagement_score as of one
-- date. Variables: as_of_on; files of leads, identity_links, lead_merges and events; rules, the folder of seeds.
with models as (
    select model_id, audience from read_csv(getvariable('rules') || '/scoring_models.csv', all_varchar = true)
    where status = 'active' and valid_from::date <= getvariable('as_of_on') and coalesce(valid_to::date > getvariable('as_of_on'), true)
),

rules as (
    select
        row_number() over () as rule_no,
        models.audience,
        group_id,
        event_type,
        lower(trim(property)) as property,
        operator,
        string_split(lower(value), '|') as operands,
        try_cast(value as double) as operand,
        points::double as points,
        cap_count::bigint as cap_count,
        coalesce(cap_days::int, 1) as cap_days,
        window_days::int as window_days,
        decay,
        decay_days::double as decay_days
    from read_csv(getvariable('rules') || '/engagement_rules.csv', all_varchar = true) as seed
    inner join models using (model_id)
    where valid_from::date <= getvariable('as_of_on') and coalesce(valid_to::date > getvariable('as_of_on'), true)
),

bounds as (
    select models.audience, group_id, floor::decimal(18, 6) as floor, cap::decimal(18, 6) as cap
    from read_csv(getvariable('rules') || '/engagement_groups.csv', all_varchar = true) as seed
    inner join models using (model_id)
    where valid_from::date <= getvariable('as_of_on') and coalesce(valid_to::date > getvariable('as_of_on'), true)
),

types as (
    select row_number() over () as type_no, event_type, dedupe_by, repeat_within_seconds::int as repeat_seconds
    from read_csv(getvariable('rules') || '/event_types.csv', all_varchar = true)
),

profiles as (
    select lead_id, arg_max(audience, loaded_at) as audience, row_number() over (order by lead_id) as lead_no
    from read_parquet(getvariable('leads'))
    where loaded_at < getvariable('as_of_on') + interval 1 day
    group by lead_id
),

merges as (
    select merged_lead_id, surviving_lead_id from read_parquet(getvariable('lead_merges'))
    where greatest(merged_at, loaded_at) < getvariable('as_of_on') + interval 1 day
),

leads as (
    select
        profiles.lead_id,
        coalesce(survivors.lead_no, profiles.lead_no) as lead_no,
        survivors.lead_no is null as is_scored,
        profiles.audience
    from profiles
    left join merges on profiles.lead_id = merges.merged_lead_id
    left join profiles as survivors on merges.surviving_lead_id = survivors.lead_id
),

visitors as (
    select links.anonymous_id, arg_min(leads.lead_no, (links.linked_at, links.lead_id)) as lead_no
    from read_parquet(getvariable('identity_links')) as links
    inner join leads on links.lead_id = leads.lead_id
    where greatest(links.linked_at, links.loaded_at) < getvariable('as_of_on') + interval 1 day
    group by links.anonymous_id
),

visible as (
    select * from read_parquet(getvariable('events'))
    where
        loaded_at < getvariable('as_of_on') + interval 1 day
        and occurred_at < getvariable('as_of_on') + interval 1 day
),

first_deliveries as (
    select * from visible
    qualify
        row_number() over (
            partition by event_id order by loaded_at, occurred_at, event_type, lead_id, anonymous_id
        ) = 1
),

resolved as (
    select
        events.event_id,
        coalesce(leads.lead_no, visitors.lead_no) as lead_no,
        types.type_no,
        events.event_type,
        events.occurred_at,
        events.occurred_at > events.loaded_at + interval 1 day as is_void,
        types.repeat_seconds,
        case types.dedupe_by
            when 'session_id' then events.session_id
            when 'message_id' then events.message_id
            when 'asset_id' then events.asset_id
        end as dedupe_key,
        events.url,
        events.campaign,
        events.properties
    from first_deliveries as events
    inner join types using (event_type)
    left join leads on events.lead_id = leads.lead_id
    left join visitors on events.lead_id is null and events.anonymous_id = visitors.anonymous_id
    where (leads.lead_no is not null or visitors.lead_no is not null) and not coalesce(events.is_machine, false)
),

standing as (
    select * from resolved
    where dedupe_key is null and repeat_seconds is null
    union all
    (
        select * from resolved
        where dedupe_key is null and repeat_seconds is not null
        qualify
            coalesce(
                occurred_at > lag(occurred_at) over (partition by lead_no, type_no order by occurred_at, event_id)
                + to_seconds(repeat_seconds),
                true
            )
    )
    union all
    (
        select * from resolved
        where dedupe_key is not null
        qualify row_number() over (partition by lead_no, type_no, dedupe_key order by occurred_at, event_id) = 1
    )
),

-- A rule reads the days that can share a bucket with its window; a condition is asked of its events alone.
counts as (
    select
        standing.lead_no,
        rules.rule_no,
        standing.occurred_at::date as activity_on,
        count(*) as event_count
    from standing
    inner join leads on standing.lead_no = leads.lead_no and leads.is_scored
    inner join rules
        on
            standing.event_type = rules.event_type
            and leads.audience = rules.audience
            and (
                rules.window_days is null
                or getvariable('as_of_on') - standing.occurred_at::date < rules.window_days + rules.cap_days
            )
    where
        not standing.is_void
        and (
            rules.operator is null
            or case rules.operator
                when 'is_not_null' then case rules.property when 'campaign' then standing.campaign end is not null
                when 'contains'
                    then
                        case rules.property when 'url' then list_bool_or(
                            list_transform(rules.operands, lambda part: contains(lower(standing.url), part))
                        ) end
                when 'eq' then lower(trim(json_extract_string(standing.properties, '$.' || rules.property))) = rules.operands[1]
                when 'gte'
                    then try_cast(json_extract_string(standing.properties, '$.' || rules.property) as double) >= rules.operand
                else error('The floor does not know the operator ' || rules.operator)
            end
        )
    group by all
),

preceded as (
    select
        counts.*,
        rules,
        getvariable('as_of_on') - activity_on as age_days,
        coalesce(
            sum(event_count) over (
                partition by lead_no, counts.rule_no, (activity_on - date '1970-01-01') // rules.cap_days
                order by activity_on rows between unbounded preceding and 1 preceding
            ),
            0
        ) as earlier_count
    from counts
    inner join rules on counts.rule_no = rules.rule_no
),

contributions as (
    select
        lead_no,
        rules.audience,
        rules.group_id,
        (
            round(
                rules.points
                * case rules.decay
                    when 'linear' then greatest(0, 1 - age_days::double / rules.decay_days)
                    when 'exponential' then power(2::double, -age_days::double / rules.decay_days)
                    else 1::double
                end
                * least(event_count, coalesce(rules.cap_count - earlier_count, event_count)) * 1000000
            ) / 1000000
        )::decimal(18, 6) as contribution
    from preceded
    where
        (rules.cap_count is null or earlier_count < rules.cap_count)
        and (rules.window_days is null or age_days < rules.window_days)
),

group_points as (
    select lead_no, audience, group_id, sum(contribution) as points
    from contributions
    group by all
),

scores as (
    select lead_no, sum(least(greatest(points, floor), cap)) as points
    from group_points
    inner join bounds using (audience, group_id)
    group by lead_no
)

select
    leads.lead_id,
    least(greatest(coalesce(scores.points, 0), 0), 100)::decimal(18, 6) as engagement_score
from leads
left join scores on leads.lead_no = scores.lead_no
where leads.is_scored
