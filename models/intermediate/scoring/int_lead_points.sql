with leads as (
    select leads_known.* from {{ ref('int_leads_known') }} as leads_known
    where {{ of_slice('leads_known') }}
),

asked as (
    select
        lead_key,
        audience,
        known_on,
        known_on as as_of_on,
        {{ start_of_time() }} as anchor_on,
        false as is_activity_date,
        true as is_scored
    from leads
    union all
    select distinct
        leads.lead_key,
        leads.audience,
        leads.known_on,
        counts.activity_on as as_of_on,
        {{ start_of_time() }} as anchor_on,
        true as is_activity_date,
        false as is_scored
    from leads
    inner join {{ ref('int_engagement_counts_known') }} as counts
        on leads.lead_key = counts.lead_key
    where
        not {{ is_replay() }}
        and leads.known_on = {{ as_of_date() }}
        and counts.condition_key = 0
        and {{ of_slice('counts') }}
        and {{ is_renewed('counts', 'activity_on') }}
    union all
    select
        stage_points.lead_key,
        stage_points.audience,
        {{ as_of_date() }} as known_on,
        stage_points.as_of_on,
        stage_points.anchor_on,
        false as is_activity_date,
        stage_points.anchor_on = {{ start_of_time() }} as is_scored
    from {{ ref('int_stage_points') }} as stage_points
    where not {{ is_replay() }} and {{ of_slice('stage_points') }} and {{ is_renewed('stage_points', 'as_of_on') }}
    union all
    select
        cooling_points.lead_key,
        cooling_points.audience,
        {{ as_of_date() }} as known_on,
        cooling_points.as_of_on,
        {{ start_of_time() }} as anchor_on,
        false as is_activity_date,
        false as is_scored
    from {{ ref('int_cooling_points') }} as cooling_points
    where not {{ is_replay() }} and {{ of_slice('cooling_points') }}
),

final as (
    select
        asked.lead_key,
        asked.audience,
        asked.known_on,
        asked.as_of_on,
        asked.anchor_on,
        greatest(asked.as_of_on, keyed.first_seen_on) as profile_on,
        bool_or(asked.is_activity_date) as is_activity_date,
        bool_or(asked.is_scored) as is_scored
    from asked
    inner join {{ ref('int_leads_keyed') }} as keyed on asked.lead_key = keyed.lead_key
    group by
        asked.lead_key, asked.audience, asked.known_on, asked.as_of_on, asked.anchor_on,
        greatest(asked.as_of_on, keyed.first_seen_on)
)

select * from final
