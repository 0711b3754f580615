-- Which rules touch no lead? Each is dead, misspelt or waits for data: ask its owner.
select
    rule_kind,
    rule_id,
    model_id,
    why
from {{ ref('rule_coverage') }}
where lead_count = 0
order by rule_kind asc nulls last, rule_id asc nulls last
