with bands as (
    select * from {{ ref('int_band_periods') }}
    where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
),

leads as (
    select
        scores.lead_key,
        scores.engagement_band,
        scores.engagement_score
    from {{ ref('int_scores_today') }} as scores
    inner join bands on scores.model_key = bands.model_key and scores.engagement_band = bands.band
    where scores.status = 'active' and bands.lower_bound > 0
),

-- What is known today, aged: int_engagement_scores has the dates ahead on which a band could change.
future_scores as (
    select * from {{ ref('int_engagement_scores') }}
    where
        known_on = {{ as_of_date() }}
        and as_of_date > {{ as_of_date() }}
        and cycle_starts_on = {{ start_of_time() }}
        and is_active_model
),

-- The first date in another band counts, even if a later one is in the same again; a band is by the model of its date.
departures as (
    select
        leads.lead_key,
        bands.band,
        future_scores.as_of_date,
        future_scores.engagement_score,
        row_number() over (partition by leads.lead_key order by future_scores.as_of_date asc nulls last) as departure_no
    from leads
    inner join future_scores on leads.lead_key = future_scores.lead_key
    inner join bands
        on
            future_scores.model_key = bands.model_key
            and future_scores.engagement_score >= bands.lower_bound
            and (bands.upper_bound is null or future_scores.engagement_score < bands.upper_bound)
    where bands.band <> leads.engagement_band
),

final as (
    select
        keyed.lead_id,
        leads.engagement_band,
        departures.band as next_band,
        leads.engagement_score,
        cast(departures.engagement_score as decimal(18, 6)) as engagement_then,
        cast({{ day_difference('departures.as_of_date', as_of_date()) }} as integer) as days_left,
        {{ as_of_date() }} as as_of_date,
        departures.as_of_date as leaves_band_on,
        {{ add_days(as_of_date(), var('going_cold_days')) }} as looked_ahead_to
    from leads
    inner join {{ ref('int_leads_keyed') }} as keyed on leads.lead_key = keyed.lead_key
    left join departures on leads.lead_key = departures.lead_key and departures.departure_no = 1
)

select * from final
