with terms as (
    select * from {{ ref('int_calibration_terms') }}
),

scored as (
    {{ scored_landmarks() }}
),

months as (
    select
        model_id,
        landmark_month,
        row_number() over (partition by model_id order by landmark_month desc nulls last) as months_left,
        count(*) over (partition by model_id) as month_count
    from scored
    group by model_id, landmark_month
),

-- The last months are held against the others, as probabilities are.
compared as (
    select
        months.model_id,
        max(months.landmark_month) as reference_until
    from months
    cross join terms
    where months.months_left > ceil(months.month_count * terms.test_share)
    group by months.model_id
),

told as (
    select
        model_id,
        'fit_score' as characteristic,
        fit_score as score,
        landmark_month
    from scored
    union all
    select
        model_id,
        'engagement_score' as characteristic,
        engagement_score as score,
        landmark_month
    from scored
    union all
    select
        model_id,
        'lead_score' as characteristic,
        lead_score as score,
        landmark_month
    from scored
),

places as (
    select
        told.model_id,
        told.characteristic,
        told.score,
        compared.reference_until,
        count(*) as leads,
        sum(count(*)) over lower_scores as leads_so_far,
        sum(count(*)) over everyone as all_leads
    from told
    inner join compared on told.model_id = compared.model_id and told.landmark_month <= compared.reference_until
    group by told.model_id, told.characteristic, told.score, compared.reference_until
    window
        everyone as (partition by told.model_id, told.characteristic),
        lower_scores as (partition by told.model_id, told.characteristic order by told.score asc nulls last)
),

-- Equal scores stay together, where the middle of their places lies.
final as (
    select
        model_id,
        characteristic,
        cast(floor((leads_so_far - leads / 2) * 10 / all_leads) as integer) + 1 as tenth_no,
        cast(sum(leads) as bigint) as leads,
        case when row_number() over scores = 1 then 0 else min(score) end as score_from,
        lead(min(score)) over scores as score_to,
        max(reference_until) as reference_until,
        {{ as_of_date() }} as as_of_date
    from places
    group by model_id, characteristic, floor((leads_so_far - leads / 2) * 10 / all_leads)
    window scores as (partition by model_id, characteristic order by min(score) asc nulls last)
)

select * from final
