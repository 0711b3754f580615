with outcomes as (
    select
        conversion_id,
        model_id,
        lead_id,
        landmark_on,
        {{ month_of('landmark_on') }} as landmark_month
    from {{ ref('lead_outcomes') }}
    where is_mature and status = 'active' and lead_score is not null
),

-- A value that was never seen before says nothing.
evidence as (
    select
        outcomes.conversion_id,
        outcomes.lead_id,
        outcomes.landmark_on,
        sum(told.evidence) as log_odds
    from outcomes
    inner join {{ ref('int_landmark_traits') }} as traits
        on
            outcomes.lead_id = traits.lead_id
            and outcomes.landmark_on = traits.landmark_on
            and outcomes.model_id = traits.model_id
            and traits.value is not null
    inner join {{ ref('naive_bayes_shares') }} as told
        on
            outcomes.conversion_id = told.conversion_id
            and outcomes.landmark_month = told.landmark_month
            and traits.attribute = told.attribute
            and traits.value = told.value
    group by outcomes.conversion_id, outcomes.lead_id, outcomes.landmark_on
),

summed as (
    select
        outcomes.conversion_id,
        outcomes.lead_id,
        outcomes.landmark_on,
        cast(everyone.evidence + coalesce(evidence.log_odds, 0) as decimal(18, 6)) as log_odds
    from outcomes
    inner join {{ ref('naive_bayes_shares') }} as everyone
        on
            outcomes.conversion_id = everyone.conversion_id
            and outcomes.landmark_month = everyone.landmark_month
            and everyone.attribute = ''
    left join evidence
        on
            outcomes.conversion_id = evidence.conversion_id
            and outcomes.lead_id = evidence.lead_id
            and outcomes.landmark_on = evidence.landmark_on
),

final as (
    select
        conversion_id,
        lead_id,
        log_odds,
        {{ exact('1 / (1 + exp(-cast(log_odds as double)))') }} as probability,
        landmark_on
    from summed
)

select * from final
