with models as (
    select * from {{ ref('scoring_models') }}
),

final as (
    select
        dense_rank() over (order by model_id asc nulls last) as model_key,
        model_id,
        audience,
        status,
        fit_weight,
        coalesce(combination, 'geometric') = 'additive' as is_additive,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from models
)

select * from final
