with engagement as (
    select
        lead_key,
        from_on,
        {{ clip('sum(points_then)', '0', '100') }} as points_then,
        {{ clip('sum(points_late)', '0', '100') }} as points_late,
        {{ clip('sum(points_decayed)', '0', '100') }} as points_decayed,
        {{ clip('sum(points_expired)', '0', '100') }} as points_expired,
        {{ clip('sum(points_active)', '0', '100') }} as points_active,
        {{ clip('sum(points_ruled)', '0', '100') }} as points_ruled
    from {{ ref('int_change_groups') }}
    group by lead_key, from_on
),

parts as (
    select
        leads.*,
        fits.fit_then as fit_points_then,
        fits.fit_ruled as fit_points_ruled,
        fits.fit_now as fit_points_now,
        coalesce(engagement.points_then, 0) as points_then,
        coalesce(engagement.points_late, 0) as points_late,
        coalesce(engagement.points_decayed, 0) as points_decayed,
        coalesce(engagement.points_expired, 0) as points_expired,
        coalesce(engagement.points_active, 0) as points_active,
        coalesce(engagement.points_ruled, 0) as points_ruled
    from {{ ref('int_change_leads') }} as leads
    inner join {{ ref('int_change_fits') }} as fits
        on leads.lead_key = fits.lead_key and leads.from_on = fits.from_on
    left join engagement on leads.lead_key = engagement.lead_key and leads.from_on = engagement.from_on
),

final as (
    select
        lead_key,
        from_on,
        is_same_audience,
        {{ step_score(
            'fit_points_then', 'fit_override_then', 'points_then', 'engagement_override_then', 'weight_then',
            'is_additive_then'
        ) }} as score_then,
        {{ step_score(
            'fit_points_then', 'fit_override_then', 'points_late', 'engagement_override_then', 'weight_then',
            'is_additive_then'
        ) }} as score_late,
        {{ step_score(
            'fit_points_then', 'fit_override_then', 'points_decayed', 'engagement_override_then', 'weight_then',
            'is_additive_then'
        ) }} as score_decayed,
        {{ step_score(
            'fit_points_then', 'fit_override_then', 'points_expired', 'engagement_override_then', 'weight_then',
            'is_additive_then'
        ) }} as score_expired,
        {{ step_score(
            'fit_points_then', 'fit_override_then', 'points_active', 'engagement_override_then', 'weight_then',
            'is_additive_then'
        ) }} as score_active,
        {{ step_score(
            'fit_points_ruled', 'fit_override_then', 'points_ruled', 'engagement_override_then', 'weight_now',
            'is_additive_now'
        ) }} as score_ruled,
        {{ step_score(
            'fit_points_now', 'fit_override_then', 'points_ruled', 'engagement_override_then', 'weight_now',
            'is_additive_now'
        ) }} as score_profiled,
        {{ step_score(
            'fit_points_now', 'fit_override_now', 'points_ruled', 'engagement_override_now', 'weight_now',
            'is_additive_now'
        ) }} as score_now
    from parts
)

select * from final
