with bands as (
    select * from {{ ref('int_band_periods') }}
    where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
),

leads as (
    select
        scores.lead_key,
        scores.unclipped_points,
        scores.override_points,
        next_bands.band as next_band,
        next_bands.lower_bound as next_bound,
        case
            when next_bands.lower_bound - scores.override_points <= 100
                then next_bands.lower_bound - scores.override_points - scores.unclipped_points
        end as points_to_next_band
    from {{ ref('int_engagement_today') }} as scores
    inner join bands
        on
            scores.model_key = bands.model_key
            and scores.engagement_score >= bands.lower_bound
            and scores.engagement_score < bands.upper_bound
    inner join bands as next_bands
        on bands.model_key = next_bands.model_key and bands.upper_bound = next_bands.lower_bound
    where scores.is_active_model
),

-- The same steps as the score: sum, clip, override, clip. Points below 0 are earned back first.
sufficient as (
    select
        leads.lead_key,
        gains.event_type_key,
        row_number() over (
            partition by leads.lead_key order by gains.points asc nulls last, gains.event_type_key asc nulls last
        ) as position_of_activity
    from leads
    inner join {{ ref('int_activity_gains') }} as gains on leads.lead_key = gains.lead_key
    where
        {{ clip(
            clip('leads.unclipped_points + gains.points', '0', '100') ~ ' + leads.override_points', '0', '100'
        ) }} >= leads.next_bound
),

final as (
    select
        leads.lead_key,
        leads.next_band,
        cast(leads.points_to_next_band as decimal(18, 6)) as points_to_next_band,
        event_types.description as next_band_activity
    from leads
    left join sufficient on leads.lead_key = sufficient.lead_key and sufficient.position_of_activity = 1
    left join {{ ref('int_event_types') }} as event_types on sufficient.event_type_key = event_types.event_type_key
)

select * from final
