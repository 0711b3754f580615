with boundaries as (
    select valid_from as changed_on from {{ ref('fit_rules') }}
    union distinct
    select valid_to as changed_on from {{ ref('fit_rules') }}
    union distinct
    select valid_from as changed_on from {{ ref('fit_attributes') }}
    union distinct
    select valid_to as changed_on from {{ ref('fit_attributes') }}
    union distinct
    select valid_from as changed_on from {{ ref('scoring_models') }}
    union distinct
    select valid_to as changed_on from {{ ref('scoring_models') }}
    union distinct
    select valid_from as changed_on from {{ ref('exclusion_rules') }}
    union distinct
    select valid_to as changed_on from {{ ref('exclusion_rules') }}
    union distinct
    select {{ start_of_time() }} as changed_on
),

final as (
    select
        changed_on,
        coalesce(lead(changed_on) over (order by changed_on asc nulls last), {{ end_of_time() }}) as next_changed_on
    from boundaries
    where changed_on is not null
)

select * from final
