with rule_days as (
    select
        rule_days.*,
        rule_days.is_old and rule_days.is_rule_then and rule_days.model_key = leads.model_then as counted_then,
        rule_days.is_rule_then and rule_days.model_key = leads.model_then as counts_by_old_rules,
        rule_days.is_rule_now and rule_days.model_key = leads.model_now as counts_now
    from {{ ref('int_change_rule_days') }} as rule_days
    inner join {{ ref('int_change_leads') }} as leads
        on rule_days.lead_key = leads.lead_key and rule_days.from_on = leads.from_on
),

bounds as (
    select * from {{ ref('engagement_groups') }}
),

-- Each column changes one cause more than the column before, so that the difference of two is that cause alone.
points as (
    select
        lead_key,
        from_on,
        model_id,
        group_id,
        case when counted_then and is_in_window_then then micro_points_then else 0 end as points_then,
        case when counted_then and is_in_window_then then micro_points_late else 0 end as points_late,
        case when counted_then and is_in_window_then then micro_points_now else 0 end as points_decayed,
        case when counted_then and is_in_window_now then micro_points_now else 0 end as points_expired,
        case when counts_by_old_rules and is_in_window_now then micro_points_now else 0 end as points_active,
        case when counts_now and is_in_window_now then micro_points_now else 0 end as points_ruled
    from rule_days
),

summed as (
    select
        lead_key,
        from_on,
        model_id,
        group_id,
        {{ points_of_micro('sum(points_then)') }} as points_then,
        {{ points_of_micro('sum(points_late)') }} as points_late,
        {{ points_of_micro('sum(points_decayed)') }} as points_decayed,
        {{ points_of_micro('sum(points_expired)') }} as points_expired,
        {{ points_of_micro('sum(points_active)') }} as points_active,
        {{ points_of_micro('sum(points_ruled)') }} as points_ruled
    from points
    group by lead_key, from_on, model_id, group_id
),

final as (
    select
        summed.lead_key,
        summed.from_on,
        summed.group_id,
        summed.model_id,
        {{ clip('summed.points_then', 'old_bounds.floor', 'old_bounds.cap') }} as points_then,
        {{ clip('summed.points_late', 'old_bounds.floor', 'old_bounds.cap') }} as points_late,
        {{ clip('summed.points_decayed', 'old_bounds.floor', 'old_bounds.cap') }} as points_decayed,
        {{ clip('summed.points_expired', 'old_bounds.floor', 'old_bounds.cap') }} as points_expired,
        {{ clip('summed.points_active', 'old_bounds.floor', 'old_bounds.cap') }} as points_active,
        {{ clip('summed.points_ruled', 'new_bounds.floor', 'new_bounds.cap') }} as points_ruled
    from summed
    left join bounds as old_bounds
        on
            summed.model_id = old_bounds.model_id
            and summed.group_id = old_bounds.group_id
            and {{ valid_on('old_bounds', 'summed.from_on') }}
    left join bounds as new_bounds
        on
            summed.model_id = new_bounds.model_id
            and summed.group_id = new_bounds.group_id
            and {{ valid_on('new_bounds', as_of_date()) }}
)

select * from final
