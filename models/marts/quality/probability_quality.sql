with calibrated as (
    select
        conversion_id,
        model_id as ranking,
        landmark_month,
        leads,
        conversions,
        expected_conversions,
        {{ promise_variance('leads', 'probability') }} as variance,
        {{ squared_errors('leads', 'conversions', 'probability') }} as squared_errors
    from {{ ref('score_calibration_monthly') }}
    where not is_learnt_from
),

naive as (
    select
        outcomes.conversion_id,
        'naive_bayes' as ranking,
        {{ month_of('outcomes.landmark_on') }} as landmark_month,
        1 as leads,
        case when outcomes.has_converted then 1 else 0 end as conversions,
        chances.probability
    from {{ ref('lead_outcomes') }} as outcomes
    inner join {{ ref('naive_bayes_chances') }} as chances
        on
            outcomes.conversion_id = chances.conversion_id
            and outcomes.lead_id = chances.lead_id
            and outcomes.landmark_on = chances.landmark_on
    where outcomes.is_mature and outcomes.status = 'active' and outcomes.lead_score is not null
),

-- The habit is measured by tenths of its probability, for it has no bands.
told as (
    select * from calibrated
    union all
    select
        conversion_id,
        ranking,
        landmark_month,
        sum(leads) as leads,
        sum(conversions) as conversions,
        sum(probability) as expected_conversions,
        sum({{ promise_variance('leads', 'probability') }}) as variance,
        sum({{ squared_errors('leads', 'conversions', 'probability') }}) as squared_errors
    from naive
    group by conversion_id, ranking, landmark_month, floor(probability * 10)
),

final as (
    select
        conversion_id,
        ranking,
        cast(sum(leads) as bigint) as leads,
        cast(sum(conversions) as bigint) as conversions,
        cast(sum(expected_conversions) as decimal(18, 6)) as expected_conversions,
        {{ exact(promise_missed('sum(conversions)', 'sum(expected_conversions)', 'sum(variance)')) }} as z,
        {{ exact('cast(sum(squared_errors) as double) / sum(leads)') }} as brier,
        {{ exact('cast(sum(abs(conversions - expected_conversions)) as double) / sum(leads)') }} as calibration_error,
        landmark_month,
        {{ as_of_date() }} as as_of_date
    from told
    group by conversion_id, ranking, landmark_month
)

select * from final
