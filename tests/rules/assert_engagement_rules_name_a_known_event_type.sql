-- Every event type that a rule names is in the catalogue; a misspelt one would match nothing, silently.
select
    rules.rule_id,
    rules.event_type
from {{ ref('engagement_rules') }} as rules
left join {{ ref('event_types') }} as event_types on rules.event_type = event_types.event_type
where event_types.event_type is null
