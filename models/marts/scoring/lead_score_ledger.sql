with entries as (
    select * from {{ ref('int_ledger_entries') }}
),

scores as (
    select * from {{ ref('int_scores_today') }}
    where status = 'active'
),

leads as (
    select * from {{ ref('int_leads_keyed') }}
),

final as (
    select
        leads.lead_id,
        scores.model_id,
        entries.dimension,
        entries.entry_type,
        entries.entry_id,
        entries.status,
        entries.group_id,
        entries.rule_id,
        entries.attribute_value,
        entries.reason,
        entries.event_count,
        entries.raw_points,
        entries.factor,
        entries.contribution,
        entries.last_activity_on,
        {{ as_of_date() }} as as_of_date
    from entries
    inner join scores on entries.lead_key = scores.lead_key and entries.model_key = scores.model_key
    inner join leads on entries.lead_key = leads.lead_key
)

select * from final
