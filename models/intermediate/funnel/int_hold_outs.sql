with hand_overs as (
    select history.*
    from {{ ref('int_stage_history') }} as history
    inner join {{ ref('funnel_stages') }} as funnel_stages on history.stage = funnel_stages.stage
    where funnel_stages.is_hand_over
),

shares as (
    select
        thresholds.valid_from,
        thresholds.valid_to,
        cast(thresholds.threshold_value as double) as held_out_share
    from {{ ref('stage_thresholds') }} as thresholds
    where thresholds.threshold_id = 'hold_out_share' and thresholds.threshold_value > 0
),

-- The id decides, so a lead is on one side for as long as the share is: no cycle, build or engine changes it.
final as (
    select
        hand_overs.lead_id,
        hand_overs.stay_no,
        hand_overs.cycle_no,
        {{ hashed_share('hold_out', 'hand_overs.lead_id') }} < shares.held_out_share as is_held_out,
        hand_overs.is_current,
        hand_overs.entered_on
    from hand_overs
    inner join shares on {{ valid_on('shares', 'hand_overs.entered_on') }}
)

select * from final
