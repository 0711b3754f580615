-- An override adds to fit or to engagement; another dimension would be without effect.
select
    override_id,
    dimension
from {{ ref('stg_raw__score_overrides') }}
where dimension is null or dimension not in ('fit', 'engagement')
