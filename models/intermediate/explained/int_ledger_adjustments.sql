with groups as (
    select
        lead_key,
        model_key,
        'engagement' as dimension,
        case
            when points < unclipped_points then 'group_cap:' || group_id
            else 'group_floor:' || group_id
        end as entry_id,
        group_id,
        replace(group_id, '_', ' ')
        || case when points < unclipped_points then ' counts at most ' else ' counts at least ' end
        || {{ plain_number('points') }} as reason,
        points - unclipped_points as contribution
    from {{ ref('int_engagement_groups') }}
    where
        known_on = {{ as_of_date() }}
        and as_of_date = {{ as_of_date() }}
        and cycle_starts_on = {{ start_of_time() }}
),

dimensions as (
    select
        lead_key,
        model_key,
        'engagement' as dimension,
        unclipped_points,
        clipped_points,
        override_points,
        engagement_score as final_points
    from {{ ref('int_engagement_today') }}
    union all
    select
        lead_key,
        model_key,
        'fit' as dimension,
        unclipped_points,
        clipped_points,
        override_points,
        fit_score as final_points
    from {{ ref('int_fit_scores') }}
    where known_on = {{ as_of_date() }} and as_of_date = {{ as_of_date() }}
),

-- Two bounds in turn: of the sum of points, then of that sum with its overrides.
clipped as (
    select
        lead_key,
        model_key,
        dimension,
        case dimension when 'fit' then 'fit' else 'total' end
        || case when clipped_points < unclipped_points then '_cap' else '_floor' end as entry_id,
        cast(null as string) as group_id,
        dimension
        || case when clipped_points < unclipped_points then ' is at most ' else ' is at least ' end
        || {{ plain_number('clipped_points') }} as reason,
        clipped_points - unclipped_points as contribution
    from dimensions
    union all
    select
        lead_key,
        model_key,
        dimension,
        case
            when final_points < clipped_points + override_points then 'override_cap' else 'override_floor'
        end as entry_id,
        cast(null as string) as group_id,
        dimension || ' with overrides stays between 0 and 100' as reason,
        final_points - clipped_points - override_points as contribution
    from dimensions
),

final as (
    select * from groups
    where contribution <> 0
    union all
    select * from clipped
    where contribution <> 0
)

select * from final
