with rules as (
    select
        *,
        {{ low_operand('exclusion_rules') }} as operand,
        {{ high_operand('exclusion_rules') }} as operand_high
    from {{ ref('exclusion_rules') }} as exclusion_rules
    where exclusion_rules.match_field = 'event_type'
),

lifting as (
    select
        rule_id,
        window_days,
        valid_from,
        {{ explode_list('lifted_by') }} as event_type
    from rules
    where lifted_by is not null
),

final as (
    select
        rules.rule_id,
        event_types.event_type_key,
        rules.window_days,
        false as is_lifting,
        rules.lifted_by is not null as is_liftable,
        rules.valid_from
    from rules
    inner join {{ ref('int_property_matches') }} as matches
        on
            rules.operator = matches.operator and coalesce(rules.operand, '') = coalesce(matches.operand, '')
            and coalesce(rules.operand_high, '') = coalesce(matches.operand_high, '')
    inner join {{ ref('int_event_types') }} as event_types on matches.value = event_types.event_type
    where matches.is_match
    union all
    select distinct
        lifting.rule_id,
        event_types.event_type_key,
        lifting.window_days,
        true as is_lifting,
        true as is_liftable,
        lifting.valid_from
    from lifting
    inner join {{ ref('int_event_types') }} as event_types on lifting.event_type = event_types.event_type
)

select * from final
