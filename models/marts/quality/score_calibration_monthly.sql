with slices as (
    select
        *,
        sum(leads) over (partition by conversion_id, model_id order by slice_no asc nulls last) as leads_so_far,
        sum(conversions) over (partition by conversion_id, model_id order by slice_no asc nulls last) as wins_so_far
    from {{ ref('score_calibration_slices') }}
),

ranges as (
    select
        lowest.conversion_id,
        lowest.model_id,
        lowest.slice_no as first_slice,
        highest.slice_no as last_slice,
        cast(
            cast(highest.wins_so_far - lowest.wins_so_far + lowest.conversions as double)
            / (highest.leads_so_far - lowest.leads_so_far + lowest.leads) as double
        ) as rate
    from slices as lowest
    inner join slices as highest
        on
            lowest.conversion_id = highest.conversion_id
            and lowest.model_id = highest.model_id
            and lowest.slice_no <= highest.slice_no
),

-- Isotonic regression, min-max formula (R. E. Barlow et al., Statistical inference under order restrictions, 1972):
-- the largest, over all beginnings at a slice or below, of the smallest rate of a range from there to it or above.
least_rates as (
    select
        conversion_id,
        model_id,
        last_slice,
        min(rate) over (
            partition by conversion_id, model_id, first_slice order by last_slice desc nulls last
        ) as rate
    from ranges
),

rising as (
    select
        conversion_id,
        model_id,
        last_slice as slice_no,
        max(rate) as rate
    from least_rates
    group by conversion_id, model_id, last_slice
),

-- Slices of the same rate are one band, whose rate of conversions that is.
bands as (
    select
        slices.conversion_id,
        slices.model_id,
        max(slices.learnt_until) as learnt_until,
        {{ exact('rising.rate') }} as probability,
        row_number() over scores as band_no,
        case when row_number() over scores = 1 then 0 else min(slices.score_from) end as score_from,
        lead(min(slices.score_from)) over scores as score_to
    from slices
    inner join rising
        on
            slices.conversion_id = rising.conversion_id
            and slices.model_id = rising.model_id
            and slices.slice_no = rising.slice_no
    group by slices.conversion_id, slices.model_id, rising.rate
    window scores as (partition by slices.conversion_id, slices.model_id order by rising.rate asc nulls last)
),

final as (
    select
        bands.conversion_id,
        bands.model_id,
        cast(bands.band_no as integer) as band_no,
        cast(count(*) as bigint) as leads,
        cast(count_if(outcomes.has_converted) as bigint) as conversions,
        {{ exact('cast(count(*) as double) * bands.probability') }} as expected_conversions,
        bands.probability,
        cast(bands.score_from as decimal(5, 2)) as score_from,
        cast(bands.score_to as decimal(5, 2)) as score_to,
        {{ month_of('outcomes.landmark_on') }} <= bands.learnt_until as is_learnt_from,
        {{ month_of('outcomes.landmark_on') }} as landmark_month,
        {{ as_of_date() }} as as_of_date
    from bands
    inner join {{ ref('lead_outcomes') }} as outcomes
        on
            bands.conversion_id = outcomes.conversion_id
            and bands.model_id = outcomes.model_id
            and bands.score_from <= outcomes.lead_score
            and (bands.score_to > outcomes.lead_score or bands.score_to is null)
    where outcomes.is_mature
    group by
        bands.conversion_id, bands.model_id, bands.band_no, bands.probability, bands.score_from, bands.score_to,
        bands.learnt_until, {{ month_of('outcomes.landmark_on') }}
)

select * from final
