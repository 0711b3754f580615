{%- set score = "case tenths.characteristic when 'fit_score' then seen.fit_score"
    ~ " when 'engagement_score' then seen.engagement_score else seen.lead_score end" -%}
{%- set leads_before = 'sum(case when counted.landmark_month <= compared.reference_until then counted.leads end)' -%}
{%- set leads_in_it = 'sum(case when counted.bin = expected.bin then counted.leads else 0 end)' -%}
with compared as (
    select distinct
        model_id,
        reference_until
    from {{ ref('score_tenths') }}
),

seen as (
    {{ scored_landmarks() }}
),

counted as (
    select
        seen.model_id,
        'score' as characteristic_kind,
        tenths.characteristic,
        {{ plain_number('tenths.score_from') }} as bin,
        seen.landmark_month,
        count(*) as leads,
        sum({{ score }}) as points
    from seen
    inner join {{ ref('score_tenths') }} as tenths
        on
            seen.model_id = tenths.model_id
            and {{ score }} >= tenths.score_from
            and ({{ score }} < tenths.score_to or tenths.score_to is null)
    group by seen.model_id, tenths.characteristic, tenths.score_from, seen.landmark_month
    union all
    select
        seen.model_id,
        'attribute' as characteristic_kind,
        traits.attribute as characteristic,
        coalesce(traits.rule_id, traits.status) as bin,
        seen.landmark_month,
        count(*) as leads,
        sum(traits.contribution) as points
    from seen
    inner join {{ ref('int_landmark_traits') }} as traits
        on seen.model_id = traits.model_id and seen.lead_id = traits.lead_id and seen.landmark_on = traits.landmark_on
    group by seen.model_id, traits.attribute, coalesce(traits.rule_id, traits.status), seen.landmark_month
),

expected as (
    select
        counted.model_id,
        counted.characteristic_kind,
        counted.characteristic,
        counted.bin,
        compared.reference_until,
        {{ exact('cast(sum(counted.points) as double) / sum(counted.leads)') }} as points,
        coalesce({{ leads_before }}, 0) as leads,
        sum({{ leads_before }}) over everybody as all_leads
    from counted
    inner join compared on counted.model_id = compared.model_id
    group by
        counted.model_id, counted.characteristic_kind, counted.characteristic, counted.bin, compared.reference_until
    window everybody as (partition by counted.model_id, counted.characteristic_kind, counted.characteristic)
),

-- Each bin beside all bins of each month: one that the month lacks is a row without leads.
final as (
    select
        expected.model_id,
        expected.characteristic_kind,
        expected.characteristic,
        expected.bin,
        cast({{ leads_in_it }} as bigint) as leads,
        cast(expected.leads as bigint) as reference_leads,
        {{ exact('cast(' ~ leads_in_it ~ ' as double) / sum(counted.leads)') }} as lead_share,
        {{ exact('cast(expected.leads as double) / nullif(expected.all_leads, 0)') }} as reference_share,
        expected.points,
        counted.landmark_month <= expected.reference_until as is_reference,
        counted.landmark_month,
        {{ as_of_date() }} as as_of_date
    from expected
    inner join counted
        on
            expected.model_id = counted.model_id
            and expected.characteristic_kind = counted.characteristic_kind
            and expected.characteristic = counted.characteristic
    group by
        expected.model_id, expected.characteristic_kind, expected.characteristic, expected.bin, expected.leads,
        expected.all_leads, expected.points, expected.reference_until, counted.landmark_month
    having expected.leads > 0 or {{ leads_in_it }} > 0
)

select * from final
