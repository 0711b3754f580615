with cycles as (
    select * from {{ ref('int_stage_cycles') }}
    where opens_on <= ends_on
),

model_points as (
    select
        gate_groups.lead_key,
        gate_groups.cycle_starts_on,
        gate_groups.week_on,
        gate_groups.model_key,
        sum(gate_groups.points) as points
    from {{ ref('int_gate_groups') }} as gate_groups
    where {{ news_of('gate_groups', 'week_on') }}
    group by gate_groups.lead_key, gate_groups.cycle_starts_on, gate_groups.week_on, gate_groups.model_key
),

bounds as (
    select
        lead_key,
        cycle_starts_on,
        week_on,
        greatest(max(points), 0) as points
    from model_points
    group by lead_key, cycle_starts_on, week_on
    union all
    select
        cycles.lead_key,
        cycles.cycle_starts_on,
        {{ date_series(
            "cast(date_trunc('week', greatest(overrides.starts_on, cycles.opens_on)) as date)",
            'least(' ~ add_days('overrides.expires_on', -1) ~ ', cycles.ends_on)', 7
        ) }} as week_on,
        overrides.points
    from {{ ref('int_overrides_resolved') }} as overrides
    inner join cycles on overrides.lead_key = cycles.lead_key
    where overrides.known_on = {{ as_of_date() }} and overrides.dimension = 'engagement' and overrides.points > 0
),

final as (
    select
        lead_key,
        cycle_starts_on,
        week_on,
        cast(sum(points) as decimal(18, 6)) as upper_bound
    from bounds
    group by lead_key, cycle_starts_on, week_on
)

select * from final
