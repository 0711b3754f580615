-- At most one model of an audience is active at the as-of date: correct seeds/rules/scoring_models.csv.
select
    scoring_models.audience,
    count(*) as active_count
from {{ ref('scoring_models') }} as scoring_models
where scoring_models.status = 'active' and {{ valid_on('scoring_models', as_of_date()) }}
group by scoring_models.audience
having count(*) > 1
