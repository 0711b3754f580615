-- The weights of a model's attributes valid at the as-of date sum to 100: correct seeds/rules/fit_attributes.csv.
select
    fit_attributes.model_id,
    sum(fit_attributes.weight) as weight_sum
from {{ ref('fit_attributes') }} as fit_attributes
where {{ valid_on('fit_attributes', as_of_date()) }}
group by fit_attributes.model_id
having sum(fit_attributes.weight) <> 100
