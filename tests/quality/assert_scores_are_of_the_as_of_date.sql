-- The marts and the models they read are of one date: a partial build for another date must select +lead_scores.
with published as (
    select count(*) as lead_count from {{ ref('lead_scores') }}
),

built as (
    select max(known_on) as built_for_on from {{ ref('int_score_dates') }}
)

select
    built.built_for_on,
    published.lead_count
from built
cross join published
where built.built_for_on is distinct from {{ as_of_date() }}
