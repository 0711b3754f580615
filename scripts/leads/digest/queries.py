"""The statements of the digest, over what is published. `people` is the number of rows that a list shows at most."""

from __future__ import annotations

# The BI file has no reasons in words, for they quote attributes: there the rules of engagement that gave most points stand for
# them. Those of fit would name an attribute again (an age, an income).
BY_RULES = """
    select lead_id, list(struct_pack(name := rule_id, points := contribution) order by contribution desc, rule_id)[:3] as reasons
    from marts.lead_score_ledger
    where dimension = 'engagement' and entry_type = 'rule' and contribution > 0
        and lead_id in (select lead_id from {people})
    group by lead_id
"""
IN_WORDS = """
    select lead_id, [reason for reason in [top_reason_1, top_reason_2, top_reason_3] if reason is not null] as reasons
    from marts.lead_scores
"""
HANDED_OVER = """
    with handed as (
        select
            sla.lead_id, sla.owner_id, sla.segment, sla.status, sla.due_at, sla.entered_on, stays.entry_signal, stays.fit_grade,
            stays.lead_score, {entry_reason} as entry_reason
        from marts.mql_sla as sla
        inner join marts.lead_stage_history as stays
            on sla.lead_id = stays.lead_id and sla.cycle_no = stays.cycle_no and sla.stage = stays.stage
            and sla.entered_on = stays.entered_on
        where sla.entered_on > $since and sla.entered_on <= $until
        qualify row_number() over (partition by sla.lead_id, sla.cycle_no order by stays.stay_no) = 1
    ),
    reasons as ({reasons})
    select
        handed.*, reasons.reasons, scores.engagement_band, scores.recommended_action, accounts.account_name,
        count(*) over () as total
    from handed
    left join reasons on handed.lead_id = reasons.lead_id
    left join marts.lead_scores as scores on handed.lead_id = scores.lead_id
    left join marts.account_scores as accounts on scores.account_id = accounts.account_id
    order by handed.entry_signal <> 'hand_raised', handed.lead_score desc nulls last, handed.lead_id
    limit $people
"""
PROMISES = """
    select
        queue.lead_id, queue.owner_id, queue.sla_status, queue.due_at, queue.entry_signal, queue.fit_grade, queue.lead_score,
        queue.recommended_action, accounts.account_name,
        count(*) filter (where queue.sla_status = 'open') over () as open_total,
        count(*) filter (where queue.sla_status = 'overdue') over () as overdue_total
    from marts.sales_queue as queue
    left join marts.account_scores as accounts on queue.account_id = accounts.account_id
    where queue.sla_status in ('open', 'overdue') and queue.due_at is not null
    order by queue.sla_status = 'overdue', queue.due_at, queue.queue_position
    limit $people
"""
GOING_COLD = """
    select
        cold.lead_id, cold.engagement_band, cold.next_band, cold.leaves_band_on, cold.days_left, scores.lead_score,
        scores.fit_grade, scores.recommended_action, scores.next_band_activity, accounts.account_name, count(*) over () as total
    from marts.going_cold as cold
    inner join marts.lead_scores as scores on cold.lead_id = scores.lead_id
    left join marts.account_scores as accounts on scores.account_id = accounts.account_id
    where cold.next_band > cold.engagement_band and cold.leaves_band_on <= $until + interval 7 day and not scores.is_excluded
    order by cold.engagement_band, scores.lead_score desc nulls last, cold.leaves_band_on, cold.lead_id
    limit $people
"""
MOVERS = """
    select
        changes.lead_id, changes.from_date, changes.score_before, changes.score_after, changes.difference, scores.fit_grade,
        scores.engagement_band, accounts.account_name,
        [part for part in [
            struct_pack(part := 'new activity', points := changes.new_activity),
            struct_pack(part := 'decay', points := changes.decay),
            struct_pack(part := 'expiry', points := changes.expiry),
            struct_pack(part := 'profile', points := changes.profile),
            struct_pack(part := 'rules', points := changes.rules),
            struct_pack(part := 'late data', points := changes.late_data),
            struct_pack(part := 'overrides', points := changes.overrides)
        ] if part.points <> 0] as parts
    from marts.lead_score_changes as changes
    inner join marts.lead_scores as scores on changes.lead_id = scores.lead_id
    left join marts.account_scores as accounts on scores.account_id = accounts.account_id
    where changes.from_date = $until - interval 7 day and sign(changes.difference) = $sign and not scores.is_excluded
    order by abs(changes.difference) desc, changes.lead_id
    limit $people
"""
FUNNEL = """
    select
        stage, any_value(position) as position,
        coalesce(sum(entries) filter (where counted_on > $until - interval 7 day), 0)::bigint as this_week,
        coalesce(sum(entries) filter (where counted_on <= $until - interval 7 day), 0)::bigint as week_before,
        any_value(stock) filter (where counted_on = $until) as stock
    from marts.funnel_daily
    where counted_on > $until - interval 14 day and counted_on <= $until
    group by stage
    order by position nulls last, stage
"""
REJECTED = """
    select 'file' as kind, table_name as place, column_name as what, '' as reason, sum(row_count)::bigint as row_count
    from marts.rejected_rows group by all
    union all
    select 'input', table_name, column_name, finding, sum(row_count)::bigint
    from marts.input_findings where consequence in ('left_out', 'unresolved') group by all
    union all
    select 'destination', destination, '', reason, count(*) from marts.sync_rejections group by all
    order by kind, row_count desc, place, what, reason
"""
