with outcomes as (
    select
        *,
        cast(date_trunc('month', landmark_on) as date) as landmark_month,
        case when has_converted then 1 else 0 end as conversion_count
    from {{ ref('lead_outcomes') }}
    where is_mature and lead_score is not null
),

capacities as (
    select cast(weekly_capacity as double) as weekly_capacity from {{ ref('int_sales_capacity') }}
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
    select
        *,
        'newest_first' as ranking,
        'habit' as ranking_kind,
        -cast(days_known as double) as place_value
    from outcomes
    where status = 'active'
    union all
    select
        *,
        'most_active_first' as ranking,
        'habit' as ranking_kind,
        cast(recent_event_count as double) as place_value
    from outcomes
    where status = 'active'
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
        {{ exact(wins_in_front('placed', '0.05 * placed.all_leads') ~ ' / 0.05') }} as lift_5,
        {{ exact(wins_in_front('placed', '0.1 * placed.all_leads') ~ ' / 0.1') }} as lift_10,
        {{ exact(wins_in_front('placed', '0.2 * placed.all_leads') ~ ' / 0.2') }} as lift_20,
        {{ exact('max(capacities.weekly_capacity)') }} as weekly_capacity,
        {{ exact(wins_in_front('placed', 'capacities.weekly_capacity')) }} as captured_share,
        placed.landmark_month,
        {{ as_of_date() }} as as_of_date
    from placed
    cross join capacities
    group by placed.conversion_id, placed.ranking, placed.ranking_kind, placed.landmark_month
)

select * from final
