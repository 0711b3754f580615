-- What no rule and no attribute explains: what clipping changed, and what overrides add.
with corrections as (
    select
        lead_key,
        model_key,
        dimension,
        'adjustment' as entry_type,
        entry_id,
        group_id,
        reason,
        cast(contribution as decimal(18, 6)) as contribution
    from {{ ref('int_ledger_adjustments') }}
    union all
    select
        lead_key,
        model_key,
        dimension,
        'override' as entry_type,
        entry_id,
        cast(null as string) as group_id,
        reason,
        cast(contribution as decimal(18, 6)) as contribution
    from {{ ref('int_ledger_overrides') }}
),

final as (
    select
        lead_key,
        model_key,
        dimension,
        entry_type,
        entry_id,
        status,
        group_id,
        rule_id,
        attribute_value,
        reason,
        event_count,
        raw_points,
        factor,
        contribution,
        last_activity_on
    from {{ ref('int_ledger_rules') }}
    union all
    select
        lead_key,
        model_key,
        dimension,
        entry_type,
        entry_id,
        status,
        group_id,
        rule_id,
        attribute_value,
        reason,
        event_count,
        raw_points,
        factor,
        contribution,
        last_activity_on
    from {{ ref('int_ledger_attributes') }}
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
        contribution as raw_points,
        cast(1 as decimal(18, 6)) as factor,
        contribution,
        cast(null as date) as last_activity_on
    from corrections
)

select * from final
