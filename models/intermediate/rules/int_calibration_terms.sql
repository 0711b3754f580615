with thresholds as (
    select stage_thresholds.* from {{ ref('stage_thresholds') }} as stage_thresholds
    where {{ valid_on('stage_thresholds', as_of_date()) }}
),

agreed as (
    select
        max(case when threshold_id = 'calibration_min_outcomes' then threshold_value end) as min_outcomes,
        max(case when threshold_id = 'calibration_max_bands' then threshold_value end) as max_bands,
        max(case when threshold_id = 'calibration_test_share' then threshold_value end) as test_share,
        max(case when threshold_id = 'calibration_drift_limit' then threshold_value end) as drift_limit
    from thresholds
),

-- Rules from before these thresholds lack them: then no score is calibrated.
final as (
    select * from agreed
    where min_outcomes is not null and max_bands is not null and test_share is not null and drift_limit is not null
)

select * from final
