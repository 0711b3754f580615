with plain_entries as (
    select lead_key, model_key, dimension, 'adjustment' as entry_type, entry_id, group_id, reason, contribution
    from {{ ref('int_ledger_adjustments') }}
    union all
    select
        lead_key, model_key, dimension, 'override' as entry_type, entry_id, cast(null as string) as group_id, reason,
        contribution
    from {{ ref('int_ledger_overrides') }}
),

final as (
    select * from {{ ref('int_ledger_rules') }}
    union all
    select * from {{ ref('int_ledger_attributes') }}
    union all
    select
        lead_key,
        model_key,
        dimension,
        entry_type,
        entry_id,
        cast(null as string) as status,
        group_id,
        cast(null as string) as rule_id,
        cast(null as string) as attribute_value,
        reason,
        cast(null as bigint) as event_count,
        cast(contribution as decimal(18, 6)) as raw_points,
        cast(1 as decimal(18, 6)) as factor,
        cast(contribution as decimal(18, 6)) as contribution,
        cast(null as date) as last_activity_on
    from plain_entries
)

select * from final
