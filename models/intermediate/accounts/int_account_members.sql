with leads as (
    select
        leads_known.account_id,
        states.lead_id,
        states.fit_grade,
        states.lead_score,
        states.engagement_score
    from {{ ref('int_leads_known') }} as leads_known
    inner join {{ ref('int_lead_states') }} as states
        on leads_known.lead_key = states.lead_key and leads_known.known_on = states.as_of_date
    where leads_known.known_on = {{ as_of_date() }} and leads_known.account_id is not null
),

shares as (
    select max(stage_thresholds.threshold_value) as member_share
    from {{ ref('stage_thresholds') }} as stage_thresholds
    where stage_thresholds.threshold_id = 'account_member_share' and {{ valid_on('stage_thresholds', as_of_date()) }}
),

ranked as (
    select
        leads.account_id,
        leads.lead_id,
        leads.fit_grade,
        leads.lead_score,
        leads.engagement_score,
        leads.lead_score is not null as is_scored,
        row_number() over (
            partition by leads.account_id order by leads.lead_score desc nulls last, leads.lead_id asc nulls last
        ) as member_rank
    from leads
),

-- Each next member counts a share of the one before, so that many weak leads do not outweigh a strong one.
weighted as (
    select
        ranked.*,
        power(cast(shares.member_share as double), ranked.member_rank - 1) as exact_factor
    from ranked
    cross join shares
),

-- Points become millionths before they are multiplied, so that what is rounded is a whole number times the factor.
final as (
    select
        account_id,
        lead_id,
        fit_grade,
        member_rank,
        lead_score,
        case when is_scored then {{ exact('exact_factor') }} end as factor,
        case
            when is_scored
                then cast(round(cast(lead_score * 1000000 as double) * exact_factor) / 1000000 as decimal(18, 6))
        end as contribution,
        is_scored,
        is_scored and coalesce(engagement_score > 0, false) as is_engaged
    from weighted
)

select * from final
