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
    {{ seed_fingerprint('machine_user_agents', ['pattern']) }}
),

this_build as (
    select
        '{{ invocation_id }}' as build_id,
        '{{ code_version() }}' as code_version,
        {{ as_of_date() }} as as_of_date,
        (
            select md5({{ joined_sorted("found.seed || ' ' || found.fingerprint") }}) from event_fingerprints as found
        ) as event_rules_version,
        (select ruleset.ruleset_version from {{ ref('int_ruleset') }} as ruleset) as ruleset_version,
        (select max(events.load_batch_id) from {{ ref('int_events_deduplicated') }} as events) as last_load_batch_id
),

last_build as (
    select * from {{ this if stands_before() else '(select * from this_build where 1 = 0)' }}
),

compared as (
    select
        this_build.*,
        last_build.build_id as previous_build_id,
        last_build.as_of_date as previous_as_of_date,
        last_build.last_load_batch_id as previous_load_batch_id,
        coalesce(
            this_build.code_version = last_build.code_version
            and this_build.event_rules_version = last_build.event_rules_version
            and this_build.as_of_date >= last_build.as_of_date
            and {{ is_news_told_since('last_build.build_id') }},
            false
        ) as keeps_events,
        coalesce(this_build.ruleset_version = last_build.ruleset_version, false) as is_same_ruleset
    from this_build
    left join last_build on 1 = 1
),

final as (
    select
        *,
        keeps_events and is_same_ruleset as keeps_scores
    from compared
)

select * from final
