with conditions as (
    select distinct
        event_type,
        property,
        operator,
        value
    from {{ ref('engagement_rules') }}
    where property is not null
),

final as (
    select
        conditions.event_type,
        conditions.property,
        conditions.operator,
        conditions.value,
        row_number() over (
            order by
                conditions.event_type asc nulls last,
                conditions.property asc nulls last,
                conditions.operator asc nulls last,
                conditions.value asc nulls last
        ) as condition_key,
        {{ low_operand('conditions') }} as operand,
        {{ high_operand('conditions') }} as operand_high
    from conditions
)

select * from final
