-- The events listed as unresolved are as many as those missing from the coverage of the event types.
with listed as (
    select count(*) as listed_count from {{ ref('unresolved_events') }}
),

covered as (
    select coalesce(sum(unresolved_count), 0) as covered_count from {{ ref('event_type_coverage') }}
)

select
    listed.listed_count,
    covered.covered_count
from listed
cross join covered
where listed.listed_count is distinct from covered.covered_count
