-- Sources and each attribute's values divide the leads and buyers of an audience without rest or overlap.
with divided as (
    select
        audience,
        dimension,
        sum(leads) as leads,
        sum(buyers) as buyers
    from {{ ref('personas') }}
    where dimension = 'source' or left(dimension, 10) = 'attribute:'
    group by audience, dimension
),

audiences as (
    select * from {{ ref('personas') }}
    where dimension = 'audience'
)

select
    divided.audience,
    divided.dimension,
    divided.leads,
    divided.buyers,
    audiences.leads as all_leads,
    audiences.buyers as all_buyers
from divided
left join audiences on divided.audience = audiences.audience
where divided.leads is distinct from audiences.leads or divided.buyers is distinct from audiences.buyers
