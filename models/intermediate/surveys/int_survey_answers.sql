with deliveries as (
    select
        *,
        row_number() over (
            partition by response_id, question_id
            order by
                loaded_at asc nulls last, occurred_at asc nulls last, score asc nulls last,
                population asc nulls last, survey_kind asc nulls last, survey_id asc nulls last,
                respondent_id asc nulls last, comment asc nulls last
        ) as position_of_delivery
    from {{ ref('stg_raw__survey_responses') }}
    where cast(greatest(occurred_at, loaded_at) as date) <= {{ as_of_date() }}
),

lead_ids as (
    {{ current_lead_ids() }}
),

scales as (
    select * from {{ ref('survey_scales') }} as survey_scales
    where {{ valid_on('survey_scales', as_of_date()) }}
),

final as (
    select
        deliveries.response_id,
        deliveries.population,
        deliveries.survey_kind,
        deliveries.score,
        deliveries.occurred_at,
        coalesce(deliveries.survey_id, '') as survey_id,
        coalesce(deliveries.question_id, '') as question_id,
        coalesce(leads.lead_id, deliveries.respondent_id) as respondent_id,
        case
            when deliveries.score is null then 'without_score'
            when scales.survey_kind is null then 'out_of_scale'
            when deliveries.score < scales.scale_low or deliveries.score > scales.scale_high then 'out_of_scale'
            when scales.promoter_from is null then 'rating'
            when deliveries.score >= scales.promoter_from then 'promoter'
            when deliveries.score >= scales.passive_from then 'passive'
            else 'detractor'
        end as answer_kind
    from deliveries
    left join scales
        on deliveries.population = scales.population and deliveries.survey_kind = scales.survey_kind
    left join lead_ids
        on deliveries.population = 'customer' and deliveries.respondent_id = lead_ids.lead_id
    left join {{ ref('int_leads_keyed') }} as leads on lead_ids.lead_key = leads.lead_key
    where deliveries.position_of_delivery = 1
)

select * from final
