with purchases as (
    select
        lead_key,
        known_on,
        cast(min(ordered_at) as date) as first_purchased_on,
        cast(max(ordered_at) as date) as last_purchased_on,
        count(distinct order_id) as purchase_count,
        count(distinct product_id) as product_count
    from {{ ref('int_orders_resolved') }}
    where is_purchase
    group by lead_key, known_on
),

answers as (
    select
        respondent_id,
        score,
        known_on,
        row_number() over (
            partition by known_on, respondent_id
            order by occurred_at desc nulls last, response_id asc nulls last, question_id asc nulls last
        ) as position_of_answer
    from {{ ref('int_survey_answers') }}
    where population = 'customer' and survey_kind = 'nps' and answer_kind not in ('without_score', 'out_of_scale')
),

final as (
    select
        leads.lead_key,
        coalesce(purchases.purchase_count, 0) as purchase_count,
        coalesce(purchases.product_count, 0) as product_count,
        {{ day_difference('leads.known_on', 'purchases.first_purchased_on') }} as tenure_days,
        {{ day_difference('leads.known_on', 'purchases.last_purchased_on') }} as recency_days,
        answers.score as nps_score,
        leads.known_on
    from {{ ref('int_leads_known') }} as leads
    left join purchases on leads.lead_key = purchases.lead_key and leads.known_on = purchases.known_on
    left join answers
        on
            leads.lead_id = answers.respondent_id
            and leads.known_on = answers.known_on
            and answers.position_of_answer = 1
    where leads.is_published
)

select * from final
