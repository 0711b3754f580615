with rules as (
    select
        *,
        row_number() over (
            partition by audience
            order by case when is_main then 1 else 2 end asc nulls last, conversion_id asc nulls last
        ) as place
    from {{ ref('conversion_rules') }}
),

converted as (
    select distinct
        conversion_id,
        lead_key
    from {{ ref('int_conversions') }}
    where converted_on <= {{ as_of_date() }}
),

final as (
    select
        leads.lead_key,
        rules.conversion_id,
        converted.lead_key is not null and not rules.is_repeatable as is_over
    from {{ ref('int_leads_known') }} as leads
    inner join rules on leads.audience = rules.audience and rules.place = 1
    left join converted on leads.lead_key = converted.lead_key and rules.conversion_id = converted.conversion_id
    where leads.known_on = {{ as_of_date() }}
)

select * from final
