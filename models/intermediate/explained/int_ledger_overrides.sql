with overrides as (
    select * from {{ ref('int_overrides_resolved') }}
    where
        known_on = {{ as_of_date() }}
        and starts_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < expires_on
),

scored as (
    select
        lead_key,
        model_key
    from {{ ref('int_scores_today') }}
),

final as (
    select
        scored.lead_key,
        scored.model_key,
        overrides.dimension,
        overrides.override_id as entry_id,
        cast(overrides.points as decimal(18, 6)) as contribution,
        overrides.author
        || ': '
        || overrides.reason
        || ' (until '
        || cast(overrides.expires_on as string)
        || ')' as reason
    from overrides
    inner join scored on overrides.lead_key = scored.lead_key
    where overrides.dimension in ('fit', 'engagement')
)

select * from final
