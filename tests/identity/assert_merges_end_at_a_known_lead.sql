-- A lead merged into an id without a profile has no score any more: deliver the survivor or correct the merge.
{{ config(severity='warn') }}
select distinct
    roots.lead_id,
    roots.root_lead_id
from {{ ref('int_lead_roots') }} as roots
left join {{ ref('int_leads_known') }} as survivors
    on roots.root_lead_id = survivors.lead_id and survivors.known_on = {{ as_of_date() }}
where
    roots.root_lead_id <> roots.lead_id
    and survivors.lead_id is null
    and roots.valid_from_on <= {{ as_of_date() }}
    and {{ as_of_date() }} < roots.valid_to_on
