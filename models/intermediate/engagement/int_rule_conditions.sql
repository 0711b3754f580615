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
        event_type,
        property,
        operator,
        value,
        row_number() over (
            order by event_type asc nulls last, property asc nulls last, operator asc nulls last, value asc nulls last
        ) as condition_key,
        case when operator = 'between' then split_part(value, '|', 1) else value end as operand,
        case when operator = 'between' then split_part(value, '|', 2) end as operand_high
    from conditions
)

select * from final
