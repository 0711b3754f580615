-- A protected attribute is scored on a stated legal basis only: fill legal_basis in seeds/rules/fit_attributes.csv.
select
    model_id,
    attribute
from {{ ref('fit_attributes') }}
where is_protected and coalesce(trim(legal_basis), '') = ''
