with terms as (
    select * from {{ ref('int_calibration_terms') }}
),

outcomes as (
    select
        conversion_id,
        model_id,
        lead_score,
        {{ month_of('landmark_on') }} as landmark_month,
        count(*) as leads,
        count_if(has_converted) as wins
    from {{ ref('lead_outcomes') }}
    where is_mature and lead_score is not null
    group by conversion_id, model_id, lead_score, {{ month_of('landmark_on') }}
),

months as (
    select
        conversion_id,
        model_id,
        landmark_month,
        row_number() over (partition by conversion_id, model_id order by landmark_month desc nulls last) as months_left,
        count(*) over (partition by conversion_id, model_id) as month_count
    from outcomes
    group by conversion_id, model_id, landmark_month
),

-- The last months are kept back to test what the others teach.
learnt as (
    select
        months.conversion_id,
        months.model_id,
        max(months.landmark_month) as learnt_until
    from months
    cross join terms
    where months.months_left > ceil(months.month_count * terms.test_share)
    group by months.conversion_id, months.model_id
),

places as (
    select
        outcomes.conversion_id,
        outcomes.model_id,
        learnt.learnt_until,
        outcomes.lead_score,
        sum(outcomes.leads) as leads,
        sum(outcomes.wins) as wins,
        sum(sum(outcomes.leads)) over lower_scores as leads_so_far,
        sum(sum(outcomes.leads)) over everyone as all_leads,
        sum(sum(outcomes.wins)) over everyone as all_wins
    from outcomes
    inner join learnt
        on
            outcomes.conversion_id = learnt.conversion_id
            and outcomes.model_id = learnt.model_id
            and outcomes.landmark_month <= learnt.learnt_until
    group by outcomes.conversion_id, outcomes.model_id, learnt.learnt_until, outcomes.lead_score
    window
        everyone as (partition by outcomes.conversion_id, outcomes.model_id),
        lower_scores as (
            partition by outcomes.conversion_id, outcomes.model_id order by outcomes.lead_score asc nulls last
        )
),

-- Equal scores stay together, where the middle of their places lies. As many slices as each has conversions, at most.
sliced as (
    select
        places.*,
        floor(
            (places.leads_so_far - places.leads / 2) * least(terms.max_bands, floor(sqrt(places.all_wins)))
            / places.all_leads
        ) as slice
    from places
    cross join terms
    where places.all_wins >= terms.min_outcomes and places.all_leads - places.all_wins >= terms.min_outcomes
),

final as (
    select
        conversion_id,
        model_id,
        cast(slice + 1 as integer) as slice_no,
        cast(sum(leads) as bigint) as leads,
        cast(sum(wins) as bigint) as conversions,
        min(lead_score) as score_from,
        max(learnt_until) as learnt_until,
        {{ as_of_date() }} as as_of_date
    from sliced
    group by conversion_id, model_id, slice
)

select * from final
