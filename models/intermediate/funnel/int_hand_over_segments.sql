with hand_overs as (
    select history.*
    from {{ ref('int_stage_history') }} as history
    inner join
        {{ ref('funnel_stages') }} as funnel_stages
        on history.stage = funnel_stages.stage and funnel_stages.is_hand_over
),

banded as (
    select
        hand_overs.lead_id,
        hand_overs.stay_no,
        hand_overs.fit_grade,
        hand_overs.entered_on,
        max_by(bands.band, bands.lower_bound) as band
    from hand_overs
    inner join {{ ref('int_bands__by_model') }} as bands
        on
            hand_overs.model_id = bands.model_id
            and hand_overs.engagement_score >= bands.lower_bound
            and {{ valid_on('bands', 'hand_overs.entered_on') }}
    group by hand_overs.lead_id, hand_overs.stay_no, hand_overs.fit_grade, hand_overs.entered_on
),

entry_dates as (
    select distinct entered_on from hand_overs
),

-- A lead that is handed over has bought nothing yet, so its lifecycle stage follows from the date alone.
lifecycles as (
    select
        entry_dates.entered_on,
        rules.lifecycle_stage,
        row_number() over (
            partition by entry_dates.entered_on order by rules.precedence asc nulls last, rules.rule_id asc nulls last
        ) as position_of_rule
    from entry_dates
    inner join {{ ref('lifecycle_rules') }} as rules
        on
            {{ valid_on('rules', 'entry_dates.entered_on') }}
            and coalesce(rules.min_purchases, 0) <= 0
            and coalesce(rules.min_products, 0) <= 0
            and coalesce(
                rules.min_tenure_days,
                rules.max_tenure_days,
                rules.min_recency_days,
                rules.max_recency_days,
                rules.min_nps
            ) is null
),

final as (
    select
        banded.lead_id,
        banded.stay_no,
        cells.segment
    from banded
    inner join lifecycles on banded.entered_on = lifecycles.entered_on and lifecycles.position_of_rule = 1
    inner join {{ ref('priority_matrix') }} as cells
        on
            {{ valid_on('cells', 'banded.entered_on') }}
            and {{ in_list('banded.fit_grade', 'cells.grades') }}
            and {{ in_list('cast(banded.band as string)', 'cells.bands') }}
            and {{ in_list('lifecycles.lifecycle_stage', 'cells.lifecycle_stages') }}
)

select * from final
