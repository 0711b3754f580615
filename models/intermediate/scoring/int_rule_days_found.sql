with score_dates as (
    select * from {{ ref('int_score_dates') }}
),

-- The models of every audience a lead ever had.
lead_models as (
    select distinct
        leads.lead_key,
        models.model_key
    from {{ ref('int_leads_keyed') }} as leads
    inner join {{ ref('int_lead_profiles') }} as profiles on leads.lead_id = profiles.lead_id
    inner join {{ ref('int_scoring_models') }} as models on profiles.audience = models.audience
),

changes as (
    select
        counts.lead_key,
        rules.model_key,
        rules.rule_key,
        rules.cap_count,
        counts.event_count,
        counts.activity_on,
        counts.changed_on,
        {{ cap_bucket('counts.activity_on', 'rules.cap_days') }} as bucket
    from {{ ref('int_engagement_counts_daily') }} as counts
    inner join {{ ref('int_engagement_rules') }} as rules
        on counts.event_type_key = rules.event_type_key and counts.condition_key = rules.condition_key
    inner join lead_models on counts.lead_key = lead_models.lead_key and rules.model_key = lead_models.model_key
    where counts.changed_on <= {{ as_of_date() }}
),

-- Buckets of a cap that an earlier date knew differently; all others it knew as they are known today.
moved as (
    select distinct
        changes.lead_key,
        changes.rule_key,
        changes.bucket,
        score_dates.known_on
    from changes
    inner join score_dates on changes.changed_on > score_dates.known_on
),

dated as (
    select
        changes.*,
        {{ as_of_date() }} as known_on,
        {{ start_of_time() }} as anchor_on
    from changes
    union all
    select
        changes.*,
        moved.known_on,
        {{ start_of_time() }} as anchor_on
    from changes
    inner join moved
        on
            changes.lead_key = moved.lead_key
            and changes.rule_key = moved.rule_key
            and changes.bucket = moved.bucket
    union all
    select
        changes.*,
        {{ as_of_date() }} as known_on,
        cycles.anchor_on
    from changes
    inner join {{ ref('int_stage_cycles') }} as cycles
        on
            changes.lead_key = cycles.lead_key
            and changes.activity_on >= cycles.anchor_on
            and changes.activity_on <= cycles.ends_on
    where not {{ is_replay() }} and cycles.anchor_on > {{ start_of_time() }}
),

final as (
    select
        known_on,
        lead_key,
        model_key,
        rule_key,
        anchor_on,
        cap_count,
        cast(sum(case when changed_on <= known_on then event_count else 0 end) as bigint) as event_count,
        bucket,
        activity_on
    from dated
    group by known_on, lead_key, model_key, rule_key, anchor_on, cap_count, bucket, activity_on
)

select * from final
