-- A rule without a row here touches no lead: dead, misspelt, or waiting for data.
with ledger as (
    select
        dimension,
        rule_id,
        model_id,
        count(*) as lead_count,
        sum(contribution) as contribution
    from {{ ref('lead_score_ledger') }}
    where rule_id is not null
    group by dimension, rule_id, model_id
),

excluded as (
    select
        rule_id,
        count(*) as lead_count
    from {{ ref('int_lead_exclusions') }}
    where known_on = {{ as_of_date() }} and as_of_date = {{ as_of_date() }}
    group by rule_id
),

active_models as (
    select model_id from {{ ref('int_scoring_models') }}
    where status = 'active' and valid_from <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to
),

rules as (
    select
        'engagement' as rule_kind,
        engagement_rules.rule_id,
        engagement_rules.model_id,
        engagement_rules.why
    from {{ ref('engagement_rules') }} as engagement_rules
    where {{ valid_on('engagement_rules', as_of_date()) }}
    union all
    select
        'fit' as rule_kind,
        fit_rules.rule_id,
        fit_rules.model_id,
        fit_rules.why
    from {{ ref('fit_rules') }} as fit_rules
    where {{ valid_on('fit_rules', as_of_date()) }}
),

final as (
    select
        rules.rule_kind,
        rules.rule_id,
        rules.model_id,
        rules.why,
        coalesce(ledger.lead_count, 0) as lead_count,
        cast(coalesce(ledger.contribution, 0) as decimal(18, 6)) as contribution
    from rules
    inner join active_models on rules.model_id = active_models.model_id
    left join ledger
        on
            rules.rule_kind = ledger.dimension
            and rules.rule_id = ledger.rule_id
            and rules.model_id = ledger.model_id
    union all
    select
        'exclusion' as rule_kind,
        exclusion_rules.rule_id,
        '' as model_id,
        exclusion_rules.why,
        coalesce(excluded.lead_count, 0) as lead_count,
        cast(0 as decimal(18, 6)) as contribution
    from {{ ref('exclusion_rules') }} as exclusion_rules
    left join excluded on exclusion_rules.rule_id = excluded.rule_id
    where {{ valid_on('exclusion_rules', as_of_date()) }}
)

select * from final
