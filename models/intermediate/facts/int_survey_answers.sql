with score_dates as (
    select * from {{ ref('int_score_dates') }}
    where is_published
),

told as (
    select
        *,
        {{ told_on('occurred_at') }} as told_on
    from {{ ref('stg_raw__survey_responses') }}
),

-- An answer does not change: the first delivery counts, whatever later ones say.
deliveries as (
    select
        responses.*,
        score_dates.known_on,
        row_number() over (
            partition by
                score_dates.known_on, responses.response_id, responses.question_id, responses.deleted_at is null
            order by
                responses.loaded_at asc nulls last, responses.occurred_at asc nulls last,
                responses.score asc nulls last, responses.population asc nulls last,
                responses.survey_kind asc nulls last, responses.survey_id asc nulls last,
                responses.respondent_id asc nulls last, responses.comment asc nulls last
        ) as position_of_delivery,
        max(case when responses.deleted_at is null then responses.loaded_at end) over (
            partition by score_dates.known_on, responses.response_id, responses.question_id
        ) as last_stated_at,
        max(case when responses.deleted_at is not null then responses.loaded_at end) over (
            partition by score_dates.known_on, responses.response_id, responses.question_id
        ) as last_deleted_at
    from told as responses
    inner join score_dates on responses.told_on <= score_dates.known_on
),

identifiers as (
    select * from {{ ref('int_identifiers_resolved') }}
    where identifier_type = 'lead_id'
),

scales as (
    select * from {{ ref('survey_scales') }}
),

final as (
    select
        deliveries.response_id,
        deliveries.population,
        deliveries.survey_kind,
        deliveries.score,
        deliveries.known_on,
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
        on
            deliveries.population = scales.population
            and deliveries.survey_kind = scales.survey_kind
            and {{ valid_on('scales', 'deliveries.known_on') }}
    left join identifiers
        on
            deliveries.population = 'customer'
            and deliveries.respondent_id = identifiers.identifier
            and deliveries.known_on >= identifiers.valid_from_on
            and deliveries.known_on < identifiers.valid_to_on
    left join {{ ref('int_leads_keyed') }} as leads on identifiers.lead_key = leads.lead_key
    where
        deliveries.position_of_delivery = 1
        and deliveries.deleted_at is null
        and coalesce(deliveries.last_deleted_at < deliveries.last_stated_at, true)
)

select * from final
