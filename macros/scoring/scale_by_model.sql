{# The steps of a scale (grades, bands) that each scoring model uses. columns: of the seed, to be kept. #}
{% macro scale_by_model(seed, columns) -%}
with scale as (
    select * from {{ ref(seed) }}
),

models as (
    select distinct
        model_key,
        model_id
    from {{ ref('int_scoring_models') }}
),

with_own as (
    select distinct model_id from scale
    where model_id is not null
),

-- A model that has rows of its own uses only these, on every day; the others share the rows that name none.
final as (
    select
        models.model_key,
        models.model_id,
        scale.{{ columns | join(',\n        scale.') }}
    from models
    left join with_own on models.model_id = with_own.model_id
    inner join scale on coalesce(with_own.model_id, '') = coalesce(scale.model_id, '')
)

select * from final
{%- endmacro %}
