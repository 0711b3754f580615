with rules as (
    select * from {{ ref('lifecycle_rules') }}
),

purchases as (
    select
        lead_key,
        known_on,
        {{ business_date('min(ordered_at)') }} as first_purchased_on,
        {{ business_date('max(ordered_at)') }} as last_purchased_on,
        count(distinct order_id) as purchase_count,
        count(distinct product_id) as product_count
    from {{ ref('int_orders_resolved') }}
    where is_purchase
    group by lead_key, known_on
),

-- Only answers that are on their scale say how content a customer is.
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

relations as (
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
),

-- A bound on a number that is not known does not hold.
ranked as (
    select
        relations.*,
        rules.rule_id,
        rules.lifecycle_stage,
        row_number() over (
            partition by relations.lead_key, relations.known_on
            order by rules.precedence asc nulls last, rules.rule_id asc nulls last
        ) as position_of_rule
    from relations
    inner join rules
        on
            {{ valid_on('rules', 'relations.known_on') }}
            and (rules.min_purchases is null or relations.purchase_count >= rules.min_purchases)
            and (rules.max_purchases is null or relations.purchase_count <= rules.max_purchases)
            and (rules.min_tenure_days is null or relations.tenure_days >= rules.min_tenure_days)
            and (rules.max_tenure_days is null or relations.tenure_days <= rules.max_tenure_days)
            and (rules.min_products is null or relations.product_count >= rules.min_products)
            and (rules.min_recency_days is null or relations.recency_days >= rules.min_recency_days)
            and (rules.max_recency_days is null or relations.recency_days <= rules.max_recency_days)
            and (rules.min_nps is null or relations.nps_score >= rules.min_nps)
),

final as (
    select
        lead_key,
        lifecycle_stage,
        purchase_count,
        product_count,
        tenure_days,
        recency_days,
        nps_score,
        known_on
    from ranked
    where position_of_rule = 1
)

select * from final
