with attribute_values as (
    select * from {{ ref('int_persona_values') }}
),

-- Five ranges of about as many leads each; up to five different numbers keep a row of their own.
numbers as (
    select
        *,
        count(*) over (partition by audience, attribute) as number_count,
        row_number() over (partition by audience, attribute order by value_number asc nulls last) as position_of_number,
        sum(leads) over (partition by audience, attribute) as all_leads,
        sum(leads) over (
            partition by audience, attribute
            order by value_number asc nulls last
            rows between unbounded preceding and current row
        ) - leads as leads_below
    from attribute_values
    where value_number is not null
),

binned as (
    select
        *,
        case when number_count <= 5 then position_of_number else floor(5 * leads_below / all_leads) end as bin
    from numbers
),

ranges as (
    select
        audience,
        attribute,
        min_by(value, value_number) as low_value,
        max_by(value, value_number) as high_value,
        sum(leads) as leads,
        sum(buyers) as buyers,
        sum(mqls) as mqls
    from binned
    group by audience, attribute, bin
),

final as (
    select
        audience,
        attribute,
        case when low_value = high_value then low_value else low_value || ' to ' || high_value end as value,
        leads,
        buyers,
        mqls
    from ranges
    union all
    select
        audience,
        attribute,
        value,
        leads,
        buyers,
        mqls
    from attribute_values
    where value_number is null
)

select * from final
