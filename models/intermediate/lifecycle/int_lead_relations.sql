with purchases as (
    select
        lead_key,
        cast(min(ordered_at) as date) as first_purchased_on,
        cast(max(ordered_at) as date) as last_purchased_on,
        count(distinct order_id) as purchase_count,
        count(distinct product_id) as product_count
    from {{ ref('int_orders_resolved') }}
    where is_purchase
    group by lead_key
),

answers as (
    select
        identifiers.lead_key,
        responses.score,
        row_number() over (
            partition by identifiers.lead_key
            order by
                responses.occurred_at desc nulls last,
                responses.response_id asc nulls last,
                responses.score asc nulls last
        ) as position_of_answer
    from {{ ref('stg_raw__survey_responses') }} as responses
    inner join {{ ref('int_identifiers_resolved') }} as identifiers
        on
            responses.respondent_id = identifiers.identifier
            and identifiers.identifier_type = 'lead_id'
            and identifiers.valid_from_on <= {{ as_of_date() }}
            and {{ as_of_date() }} < identifiers.valid_to_on
    where
        responses.population = 'customer'
        and responses.survey_kind = 'nps'
        and responses.score is not null
        and cast(greatest(responses.occurred_at, responses.loaded_at) as date) <= {{ as_of_date() }}
),

final as (
    select
        leads.lead_key,
        coalesce(purchases.purchase_count, 0) as purchase_count,
        coalesce(purchases.product_count, 0) as product_count,
        {{ day_difference(as_of_date(), 'purchases.first_purchased_on') }} as tenure_days,
        {{ day_difference(as_of_date(), 'purchases.last_purchased_on') }} as recency_days,
        answers.score as nps_score
    from {{ ref('int_leads_known') }} as leads
    left join purchases on leads.lead_key = purchases.lead_key
    left join answers on leads.lead_key = answers.lead_key and answers.position_of_answer = 1
    where leads.known_on = {{ as_of_date() }}
)

select * from final
