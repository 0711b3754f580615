-- An override for a lead that is not known has no effect: correct its lead_id or deliver the lead.
{{ config(severity='warn') }}
select
    overrides.override_id,
    overrides.lead_id
from {{ ref('stg_raw__score_overrides') }} as overrides
left join {{ ref('int_overrides_resolved') }} as resolved
    on overrides.override_id = resolved.override_id and resolved.known_on = {{ as_of_date() }}
where
    resolved.override_id is null
    and overrides.deleted_at is null
    and {{ business_date('overrides.loaded_at') }} <= {{ as_of_date() }}
