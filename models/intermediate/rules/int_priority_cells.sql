with cells as (
    select * from {{ ref('priority_matrix') }}
),

-- A cell names lists of grades, bands and stages: each combination becomes a row.
by_grade as (
    select
        cells.*,
        {{ explode_list('cells.grades') }} as grade
    from cells
),

by_band as (
    select
        by_grade.*,
        {{ explode_list('by_grade.bands') }} as band
    from by_grade
),

by_stage as (
    select
        by_band.*,
        {{ explode_list('by_band.lifecycle_stages') }} as lifecycle_stage
    from by_band
),

final as (
    select
        cell_id,
        grade,
        cast(band as integer) as band,
        lifecycle_stage,
        segment,
        recommended_action,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from by_stage
)

select * from final
