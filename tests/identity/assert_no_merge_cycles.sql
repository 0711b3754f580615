-- A chain of merges must end: every lead named here merges, over others, into itself. Remove one merge of each circle.
select distinct
    lead_id,
    root_lead_id,
    valid_from_on
from {{ ref('int_lead_roots') }}
where is_cycle
