-- An override adds to fit or to engagement; one of another dimension is without effect.
{{ config(severity='warn') }}
select
    override_id,
    dimension
from {{ ref('stg_raw__score_overrides') }}
where dimension is null or dimension not in ('fit', 'engagement')
