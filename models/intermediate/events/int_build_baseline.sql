with event_fingerprints as (
    {{ seed_fingerprint('int_event_types', [
            'event_type_key', 'delivery_event_type_key', 'event_type', 'dedupe_by', 'machine_seconds_before',
            'machine_seconds_after', 'machine_burst_seconds', 'machine_burst_count', 'repeat_within_seconds'
    ]) }}
    union all
    {{ seed_fingerprint('int_rule_conditions', [
            'condition_key', 'event_type', 'property', 'operator', 'operand', 'operand_high'
    ]) }}
    union all
    {{ seed_fingerprint('machine_user_agents', ['pattern', 'match']) }}
    union all
    {{ seed_fingerprint('crawler_user_agents', ['pattern', 'match']) }}
),

this_build as (
    select
        '{{ invocation_id }}' as build_id,
        {{ build_of('int_events_deduplicated') }} as events_build_id,
        {{ build_of('int_lead_inputs') }} as inputs_build_id,
        {{ as_of_date() }} as as_of_date,
        (
            select md5({{ joined_sorted("found.seed || ' ' || found.fingerprint") }}) from event_fingerprints as found
        ) as event_rules_version,
        (select ruleset.ruleset_version from {{ ref('int_ruleset') }} as ruleset) as ruleset_version,
        (select max(events.load_batch_id) from {{ ref('int_events_deduplicated') }} as events) as last_load_batch_id
),

last_build as (
    select * from {{ this if may_read_itself() else 'this_build' }}
    where {{ may_read_itself() }}
),

-- News is found by the deduplicated events and the inputs of leads: they must be those that the last build has read.
compared as (
    select
        this_build.*,
        last_build.build_id as previous_build_id,
        last_build.as_of_date as previous_as_of_date,
        last_build.last_load_batch_id as previous_load_batch_id,
        case
            when last_build.build_id is null then 'there was no build to go on from'
            when this_build.event_rules_version <> last_build.event_rules_version
                then 'the rules by which events are counted have changed'
            when this_build.as_of_date < last_build.as_of_date then 'the last build was of a later date'
            when
                coalesce(this_build.events_build_id <> last_build.events_build_id, true)
                or coalesce(this_build.inputs_build_id <> last_build.build_id, true)
                then 'deduplicated events or inputs of leads were rebuilt after the last build'
        end as why_events_whole,
        case
            when coalesce(this_build.ruleset_version <> last_build.ruleset_version, true) then 'the rules have changed'
        end as why_scores_whole
    from this_build
    left join last_build on 1 = 1
),

final as (
    select
        build_id,
        events_build_id,
        inputs_build_id,
        as_of_date,
        event_rules_version,
        ruleset_version,
        last_load_batch_id,
        previous_build_id,
        previous_as_of_date,
        previous_load_batch_id,
        coalesce(why_events_whole, why_scores_whole) as why_whole,
        why_events_whole is null as keeps_events,
        coalesce(why_events_whole, why_scores_whole) is null as keeps_scores
    from compared
)

select * from final
