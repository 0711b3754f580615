with counted as (
    select
        *,
        {{ promise_variance('leads', 'probability') }} as variance
    from {{ ref('score_calibration_monthly') }}
),

terms as (
    select * from {{ ref('int_calibration_terms') }}
),

-- Each later month by itself: in one month a lead counts once, so its outcomes are independent.
months as (
    select
        conversion_id,
        model_id,
        landmark_month,
        {{ promise_missed('sum(conversions)', 'sum(expected_conversions)', 'sum(variance)') }} as missed,
        sum(conversions) <> sum(expected_conversions) as is_missed
    from counted
    where not is_learnt_from
    group by conversion_id, model_id, landmark_month
),

tested as (
    select
        months.conversion_id,
        months.model_id,
        count(*) as months_tested,
        count_if(coalesce(abs(months.missed) > terms.drift_limit, months.is_missed)) as months_drifted,
        max(abs(months.missed)) as most_missed
    from months
    cross join terms
    group by months.conversion_id, months.model_id
),

bands as (
    select
        conversion_id,
        model_id,
        band_no,
        probability,
        score_from,
        score_to,
        sum(case when is_learnt_from then leads else 0 end) as leads,
        sum(case when is_learnt_from then conversions else 0 end) as wins,
        sum(case when is_learnt_from then 0 else leads end) as later_leads,
        sum(case when is_learnt_from then 0 else conversions end) as later_wins,
        sum(case when is_learnt_from then 0 else expected_conversions end) as later_promised,
        sum(case when is_learnt_from then 0 else variance end) as later_variance,
        max(case when is_learnt_from then landmark_month end) as learnt_until
    from counted
    group by conversion_id, model_id, band_no, probability, score_from, score_to
),

final as (
    select
        bands.conversion_id,
        bands.model_id,
        case when tested.months_drifted > 0 then 'drift' else 'stands' end as status,
        bands.band_no,
        cast(bands.leads as bigint) as leads,
        cast(bands.wins as bigint) as conversions,
        cast(bands.later_leads as bigint) as later_leads,
        cast(bands.later_wins as bigint) as later_conversions,
        cast(tested.months_tested as bigint) as months_tested,
        cast(tested.months_drifted as bigint) as months_drifted,
        bands.score_from,
        bands.score_to,
        bands.probability,
        {{ wilson_bound('bands.wins', 'bands.leads', '-') }} as probability_low,
        {{ wilson_bound('bands.wins', 'bands.leads', '+') }} as probability_high,
        {{ exact('cast(bands.later_wins as double) / nullif(bands.later_leads, 0)') }} as later_rate,
        {{ wilson_bound('bands.later_wins', 'nullif(bands.later_leads, 0)', '-') }} as later_rate_low,
        {{ wilson_bound('bands.later_wins', 'nullif(bands.later_leads, 0)', '+') }} as later_rate_high,
        {{ exact(promise_missed('bands.later_wins', 'bands.later_promised', 'bands.later_variance')) }} as z,
        {{ exact('tested.most_missed') }} as largest_monthly_z,
        bands.learnt_until,
        {{ as_of_date() }} as as_of_date
    from bands
    inner join tested on bands.conversion_id = tested.conversion_id and bands.model_id = tested.model_id
)

select * from final
