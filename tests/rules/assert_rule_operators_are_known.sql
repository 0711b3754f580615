-- Every operator of a rule is one that the scoring knows; another one would match nothing, silently.
with operators as (
    select
        'engagement_rules' as seed,
        rule_id,
        operator
    from {{ ref('engagement_rules') }}
    where property is not null
    union all
    select
        'fit_rules' as seed,
        rule_id,
        operator
    from {{ ref('fit_rules') }}
    union all
    select
        'exclusion_rules' as seed,
        rule_id,
        operator
    from {{ ref('exclusion_rules') }}
)

select * from operators
where
    operator is null
    or operator not in (
        'eq', 'neq', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'between', 'contains', 'starts_with', 'ends_with',
        'matches_domain', 'is_null', 'is_not_null'
    )
