with leads as (
    select * from {{ ref('int_leads_known') }}
),

models as (
    select * from {{ ref('int_scoring_models') }}
    where status in ('active', 'candidate')
),

activity_dates as (
    select distinct
        lead_key,
        known_on,
        activity_on
    from {{ ref('int_engagement_counts_known') }}
    where known_on = {{ as_of_date() }} and condition_key = 0
),

asked as (
    select
        lead_key,
        audience,
        known_on,
        known_on as as_of_on
    from leads
    union distinct
    select
        leads.lead_key,
        leads.audience,
        leads.known_on,
        activity_dates.activity_on as as_of_on
    from leads
    inner join activity_dates on leads.lead_key = activity_dates.lead_key and leads.known_on = activity_dates.known_on
),

final as (
    select
        asked.lead_key,
        models.model_key,
        asked.known_on,
        asked.as_of_on,
        models.status = 'active' as is_active_model
    from asked
    inner join models
        on
            asked.audience = models.audience
            and asked.as_of_on >= models.valid_from
            and asked.as_of_on < models.valid_to
    where models.status = 'active' or (asked.as_of_on = asked.known_on and asked.known_on = {{ as_of_date() }})
)

select * from final
