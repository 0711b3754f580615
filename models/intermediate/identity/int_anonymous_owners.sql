with deliveries as (
    select
        anonymous_id,
        lead_id,
        linked_at,
        loaded_at,
        deleted_at,
        {{ told_on('linked_at') }} as told_on
    from {{ ref('stg_raw__identity_links') }}
),

-- An earlier link that is loaded later takes over from its load on: until then the later link is what was known.
links as (
    select
        *,
        told_on as valid_from_on,
        coalesce({{ taken_back_on('anonymous_id, lead_id') }}, {{ end_of_time() }}) as valid_to_on
    from deliveries
),

claims as (
    select * from links
    where deleted_at is null and valid_from_on < valid_to_on
),

final as (
    {{ strongest_claims(
        'claims', 'anonymous_id', 'lead_id',
        'claims.linked_at asc nulls last, claims.lead_id asc nulls last, claims.loaded_at asc nulls last'
    ) }}
)

select * from final
