with relations as (
    select * from {{ ref('int_lead_relations') }}
),

rules as (
    select * from {{ ref('lifecycle_rules') }}
),

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
