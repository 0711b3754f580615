with outcomes as (
    select
        outcomes.*,
        naive.log_odds,
        {{ month_of('outcomes.landmark_on') }} as landmark_month,
        case when outcomes.has_converted then 1 else 0 end as conversion_count
    from {{ ref('lead_outcomes') }} as outcomes
    left join {{ ref('naive_bayes_chances') }} as naive
        on
            outcomes.conversion_id = naive.conversion_id
            and outcomes.lead_id = naive.lead_id
            and outcomes.landmark_on = naive.landmark_on
    where outcomes.is_mature and outcomes.lead_score is not null
),

-- The habits that a score must beat, on the leads that the active model scored.
ranked as (
    select
        *,
        model_id as ranking,
        status as ranking_kind,
        cast(lead_score as double) as place_value
    from outcomes
    union all
    {{ ranked_by_habit('outcomes', 'newest_first', '-days_known') }}
    union all
    {{ ranked_by_habit('outcomes', 'most_active_first', 'recent_event_count') }}
    union all
    {{ ranked_by_habit('outcomes', 'naive_bayes', 'log_odds') }}
),

placed as (
    select
        ranked.conversion_id,
        ranked.ranking,
        ranked.ranking_kind,
        ranked.landmark_month,
        cast(count(*) as double) as leads,
        cast(sum(ranked.conversion_count) as double) as wins,
        cast(sum(count(*)) over better - count(*) as double) as leads_before,
        cast(sum(sum(ranked.conversion_count)) over better - sum(ranked.conversion_count) as double) as wins_before,
        cast(sum(count(*)) over everyone as double) as all_leads,
        cast(sum(sum(ranked.conversion_count)) over everyone as double) as all_wins
    from ranked
    group by ranked.conversion_id, ranked.ranking, ranked.ranking_kind, ranked.landmark_month, ranked.place_value
    window
        everyone as (partition by ranked.conversion_id, ranked.ranking, ranked.landmark_month),
        better as (
            partition by ranked.conversion_id, ranked.ranking, ranked.landmark_month
            order by ranked.place_value desc nulls last
            rows between unbounded preceding and current row
        )
),

-- The AUC: in how many pairs of a winner and another the winner ranks higher, equals counting half.
final as (
    select
        placed.conversion_id,
        placed.ranking,
        placed.ranking_kind,
        cast(max(placed.all_leads) as bigint) as leads,
        cast(max(placed.all_wins) as bigint) as conversions,
        {{ exact('max(placed.all_wins) / max(placed.all_leads)') }} as conversion_rate,
        {{ exact(auc_of_places('placed')) }} as auc,
        {{ auc_bound(auc_of_places('placed'), 'max(placed.all_wins)', 'max(placed.all_leads - placed.all_wins)', '-') }}
            as auc_low,
        {{ auc_bound(auc_of_places('placed'), 'max(placed.all_wins)', 'max(placed.all_leads - placed.all_wins)', '+') }}
            as auc_high,
        {{ lift_of_front('placed', 0.05) }} as lift_5,
        {{ lift_of_front('placed', 0.05, '-') }} as lift_5_low,
        {{ lift_of_front('placed', 0.05, '+') }} as lift_5_high,
        {{ lift_of_front('placed', 0.1) }} as lift_10,
        {{ lift_of_front('placed', 0.1, '-') }} as lift_10_low,
        {{ lift_of_front('placed', 0.1, '+') }} as lift_10_high,
        {{ lift_of_front('placed', 0.2) }} as lift_20,
        {{ lift_of_front('placed', 0.2, '-') }} as lift_20_low,
        {{ lift_of_front('placed', 0.2, '+') }} as lift_20_high,
        {{ exact('max(capacities.weekly_capacity)') }} as weekly_capacity,
        {{ captured_share('placed', 'capacities.weekly_capacity') }} as captured_share,
        {{ captured_share('placed', 'capacities.weekly_capacity', '-') }} as captured_share_low,
        {{ captured_share('placed', 'capacities.weekly_capacity', '+') }} as captured_share_high,
        {{ no_captured_share_reason('placed', 'capacities.weekly_capacity') }} as no_captured_share_reason,
        max(told.brier) as brier,
        max(told.calibration_error) as calibration_error,
        placed.landmark_month,
        {{ as_of_date() }} as as_of_date
    from placed
    cross join {{ ref('int_sales_capacity') }} as capacities
    left join {{ ref('probability_quality') }} as told
        on
            placed.conversion_id = told.conversion_id
            and placed.ranking = told.ranking
            and placed.landmark_month = told.landmark_month
    group by placed.conversion_id, placed.ranking, placed.ranking_kind, placed.landmark_month
)

select * from final
