with assessments as (
    select assessments.*
    from {{ ref('int_fit_assessments') }} as assessments
    inner join {{ ref('int_profile_dates') }} as profile_dates
        on assessments.lead_key = profile_dates.lead_key and assessments.assessed_on = profile_dates.assessed_on
    where profile_dates.profile_on = {{ as_of_date() }} and assessments.status <> 'not_applicable'
),

final as (
    select
        lead_key,
        model_key,
        'fit' as dimension,
        'attribute' as entry_type,
        attribute as entry_id,
        status,
        cast(null as string) as group_id,
        rule_id,
        value as attribute_value,
        cast(null as bigint) as event_count,
        cast(tier as decimal(18, 6)) as raw_points,
        cast(weight / 100 as decimal(18, 6)) as factor,
        contribution,
        cast(null as date) as last_activity_on,
        case status
            when 'unknown' then replace(attribute, '_', ' ') || ' is unknown'
            when 'not_met' then replace(attribute, '_', ' ') || ' ' || value || ' is no sign either way'
            else replace(attribute, '_', ' ') || ' ' || coalesce(value, 'is unknown')
        end as reason
    from assessments
)

select * from final
