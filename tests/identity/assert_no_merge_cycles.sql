-- A chain of merges must end: every lead named here merges, over others or at once, into itself, or over more than 64
-- others. Remove one merge of each circle.
select distinct
    lead_id,
    root_lead_id,
    valid_from_on
from {{ ref('int_lead_roots') }}
where is_cycle and valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
union distinct
select
    merged_lead_id as lead_id,
    surviving_lead_id as root_lead_id,
    cast(greatest(merged_at, loaded_at) as date) as valid_from_on
from {{ ref('stg_raw__lead_merges') }}
where merged_lead_id = surviving_lead_id and cast(greatest(merged_at, loaded_at) as date) <= {{ as_of_date() }}
