-- Leads that are merged into each other in a circle, or into themselves: the latest merge of a circle is left out, and
-- one of a lead into itself. All else is scored. Correct the merges, or undo one (its row again, with deleted_at).
{{ config(severity='warn') }}
select
    identifier_type,
    identifier as lead_id,
    rival_lead_id as merged_with
from {{ ref('identity_conflicts') }}
where identifier_type in ('merge_circle', 'merge_into_itself')
