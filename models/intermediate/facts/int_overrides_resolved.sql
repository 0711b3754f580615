with score_dates as (
    select * from {{ ref('int_score_dates') }}
),

identifiers as (
    select * from {{ ref('int_identifiers_resolved') }}
    where identifier_type = 'lead_id'
),

versions as (
    select
        overrides.*,
        score_dates.known_on,
        row_number() over (
            partition by overrides.override_id, score_dates.known_on
            order by
                overrides.loaded_at desc nulls last, overrides.lead_id asc nulls last,
                overrides.dimension asc nulls last, overrides.points asc nulls last,
                overrides.starts_on asc nulls last, overrides.expires_on asc nulls last,
                overrides.author asc nulls last, overrides.reason asc nulls last
        ) as position_of_version
    from {{ ref('stg_raw__score_overrides') }} as overrides
    inner join score_dates on cast(overrides.loaded_at as date) <= score_dates.known_on
),

final as (
    select
        versions.override_id,
        identifiers.lead_key,
        versions.dimension,
        versions.author,
        versions.reason,
        versions.points,
        versions.known_on,
        versions.starts_on,
        versions.expires_on
    from versions
    inner join identifiers
        on
            versions.lead_id = identifiers.identifier
            and versions.known_on >= identifiers.valid_from_on
            and versions.known_on < identifiers.valid_to_on
    where versions.position_of_version = 1
)

select * from final
