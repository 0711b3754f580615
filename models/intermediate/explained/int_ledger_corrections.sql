with corrections as (
    select
        lead_key,
        model_key,
        dimension,
        'adjustment' as entry_type,
        entry_id,
        group_id,
        reason,
        contribution
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
        contribution
    from {{ ref('int_ledger_overrides') }}
),

final as (
    select
        lead_key,
        model_key,
        dimension,
        entry_type,
        entry_id,
        group_id,
        reason,
        cast(contribution as decimal(18, 6)) as contribution
    from corrections
)

select * from final
