-- The rows of all sources together are the sums of the rows by source.
with by_source as (
    select
        stage,
        later_stage,
        sum(leads) as leads,
        sum(converted_leads) as converted_leads
    from {{ ref('funnel_conversion') }}
    where not is_total
    group by stage, later_stage
)

select
    totals.stage,
    totals.later_stage,
    totals.leads,
    totals.converted_leads
from {{ ref('funnel_conversion') }} as totals
left join by_source on totals.stage = by_source.stage and totals.later_stage = by_source.later_stage
where
    totals.is_total
    and (
        totals.leads is distinct from by_source.leads
        or totals.converted_leads is distinct from by_source.converted_leads
    )
