-- The models of every audience a lead ever had.
with lead_models as (
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
    where {{ news_of('counts') }}
),

by_cycle as (
    select
        changes.*,
        {{ start_of_time() }} as cycle_starts_on
    from changes
    union all
    select
        changes.*,
        cycles.cycle_starts_on
    from changes
    inner join {{ ref('int_stage_cycles') }} as cycles
        on
            changes.lead_key = cycles.lead_key
            and changes.activity_on >= cycles.cycle_starts_on
            and changes.activity_on <= cycles.ends_on
    where cycles.cycle_starts_on > {{ start_of_time() }}
),

-- The cap is filled in the order of days; where changes arrive in that order, too, no bucket has to be counted again.
preceded as (
    select
        *,
        sum(event_count) over known_before as earlier_count,
        max(activity_on) over known_before as latest_activity_on
    from by_cycle
    window
        known_before as (
            partition by lead_key, cycle_starts_on, rule_key, bucket
            order by changed_on asc nulls last, activity_on asc nulls last
            rows between unbounded preceding and 1 preceding
        )
),

final as (
    select
        lead_key,
        model_key,
        rule_key,
        cycle_starts_on,
        cap_count,
        event_count,
        bucket,
        activity_on,
        changed_on,
        cast(coalesce(earlier_count, 0) as bigint) as earlier_count,
        coalesce(latest_activity_on >= activity_on, false) as is_late
    from preceded
)

select * from final
