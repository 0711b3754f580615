with links as (
    select
        anonymous_id,
        lead_id,
        linked_at,
        loaded_at,
        cast(greatest(linked_at, loaded_at) as date) as valid_from_on
    from {{ ref('stg_raw__identity_links') }}
),

-- An earlier link that is loaded later takes over from its load on: until then the later link is what was known.
ordered as (
    select
        *,
        min(valid_from_on) over (
            partition by anonymous_id
            order by linked_at asc nulls last, lead_id asc nulls last, loaded_at asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as overtaken_on
    from links
),

final as (
    select
        anonymous_id,
        lead_id,
        valid_from_on,
        coalesce(overtaken_on, {{ end_of_time() }}) as valid_to_on
    from ordered
    where overtaken_on is null or valid_from_on < overtaken_on
)

select * from final
