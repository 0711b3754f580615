with models as (
    select distinct
        model_id,
        model_key
    from {{ ref('int_scoring_models') }}
),

outcomes as (
    select
        outcomes.conversion_id,
        outcomes.model_id,
        outcomes.landmark_on,
        leads.lead_key,
        models.model_key,
        case when outcomes.has_converted then 1 else 0 end as win_count,
        count(*) over everyone as all_leads,
        count_if(outcomes.has_converted) over everyone as all_wins
    from {{ ref('lead_outcomes') }} as outcomes
    inner join {{ ref('int_leads_keyed') }} as leads on outcomes.lead_id = leads.lead_id
    inner join models on outcomes.model_id = models.model_id
    where outcomes.is_mature and outcomes.lead_score is not null
    window everyone as (partition by outcomes.conversion_id, outcomes.model_id)
),

touched as (
    select distinct
        outcomes.*,
        rules.rule_id,
        'engagement' as rule_kind,
        cast(rules.points as decimal(18, 6)) as points
    from outcomes
    inner join {{ ref('int_rule_days_counting') }} as rule_days
        on
            outcomes.lead_key = rule_days.lead_key
            and outcomes.model_key = rule_days.model_key
            and outcomes.landmark_on >= rule_days.valid_from_on
            and outcomes.landmark_on < rule_days.valid_to_on
            and outcomes.landmark_on >= rule_days.counts_from_on
            and outcomes.landmark_on < rule_days.counts_to_on
            and rule_days.cycle_starts_on = {{ start_of_time() }}
    inner join {{ ref('int_engagement_rules') }} as rules on rule_days.rule_key = rules.rule_key
    union all
    select
        outcomes.*,
        traits.rule_id,
        'fit' as rule_kind,
        traits.contribution as points
    from outcomes
    inner join {{ ref('int_landmark_traits') }} as traits
        on
            outcomes.lead_key = traits.lead_key
            and outcomes.landmark_on = traits.landmark_on
            and outcomes.model_key = traits.model_key
    where traits.rule_id is not null
),

-- A rule beside itself counts its own landmarks.
final as (
    select
        touched.conversion_id,
        touched.model_id,
        touched.rule_kind,
        touched.rule_id,
        other_rules.rule_kind as other_rule_kind,
        other_rules.rule_id as other_rule_id,
        max(touched.points) as points,
        cast(count(*) as bigint) as leads_with_both,
        cast(sum(touched.win_count) as bigint) as conversions_with_both,
        cast(max(touched.all_leads) as bigint) as all_leads,
        cast(max(touched.all_wins) as bigint) as all_conversions,
        {{ as_of_date() }} as as_of_date
    from touched
    inner join touched as other_rules
        on
            touched.conversion_id = other_rules.conversion_id
            and touched.model_id = other_rules.model_id
            and touched.lead_key = other_rules.lead_key
            and touched.landmark_on = other_rules.landmark_on
    group by
        touched.conversion_id, touched.model_id, touched.rule_kind, touched.rule_id,
        other_rules.rule_kind, other_rules.rule_id
)

select * from final
