with audiences as (
    select distinct
        audience,
        ruled_on
    from {{ ref('int_profiles_enriched') }}
),

models as (
    select * from {{ ref('int_scoring_models') }}
    where status in ('active', 'candidate')
),

asked as (
    select
        audiences.audience,
        audiences.ruled_on,
        models.model_key,
        models.model_id,
        models.status,
        attributes.attribute,
        attributes.weight,
        audiences.audience = models.audience as is_applicable
    from audiences
    inner join models on audiences.ruled_on >= models.valid_from and audiences.ruled_on < models.valid_to
    inner join {{ ref('fit_attributes') }} as attributes
        on models.model_id = attributes.model_id and {{ valid_on('attributes', 'audiences.ruled_on') }}
),

-- The other audience's attributes are listed as not applicable, where the lead's own model does not ask for them; each
-- once where a lead is of no model's audience.
final as (
    select
        asked.audience,
        asked.ruled_on,
        asked.model_key,
        asked.model_id,
        asked.attribute,
        asked.weight,
        asked.is_applicable
    from asked
    left join asked as own
        on
            asked.audience = own.audience
            and asked.ruled_on = own.ruled_on
            and asked.attribute = own.attribute
            and not asked.is_applicable
            and (own.is_applicable or (own.status = 'active' and asked.model_id > own.model_id))
    where asked.is_applicable or (asked.status = 'active' and own.attribute is null)
)

select * from final
