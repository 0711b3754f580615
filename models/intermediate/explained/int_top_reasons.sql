-- Bounds are left out: they say how much counts, not what the lead did or is.
with entries as (
    select
        entries.lead_key,
        entries.contribution,
        entries.dimension,
        entries.entry_type,
        entries.entry_id,
        entries.reason
        || case when entries.contribution > 0 then ' (+' else ' (' end
        || cast(cast(entries.contribution as decimal(18, 2)) as string)
        || ')' as reason,
        entries.contribution > 0 as is_reason_up
    from {{ ref('int_ledger_entries') }} as entries
    inner join {{ ref('int_scores_today') }} as scores
        on entries.lead_key = scores.lead_key and entries.model_key = scores.model_key
    where scores.status = 'active' and entries.entry_type <> 'adjustment' and entries.contribution <> 0
),

ranked as (
    select
        *,
        row_number() over (
            partition by lead_key, is_reason_up
            order by
                abs(contribution) desc nulls last, dimension asc nulls last, entry_type asc nulls last,
                entry_id asc nulls last
        ) as position_of_reason
    from entries
),

final as (
    select
        lead_key,
        max(reason) filter (where is_reason_up and position_of_reason = 1) as top_reason_1,
        max(reason) filter (where is_reason_up and position_of_reason = 2) as top_reason_2,
        max(reason) filter (where is_reason_up and position_of_reason = 3) as top_reason_3,
        max(reason) filter (where not is_reason_up and position_of_reason = 1) as top_concern_1,
        max(reason) filter (where not is_reason_up and position_of_reason = 2) as top_concern_2,
        max(reason) filter (where not is_reason_up and position_of_reason = 3) as top_concern_3
    from ranked
    where position_of_reason <= 3
    group by lead_key
)

select * from final
