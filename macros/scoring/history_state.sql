{# What the history compares of a score: two scores of a lead between which nothing happened give the same text. #}
{% macro history_state() -%}
    concat_ws(chr(31), {{ canonical_cells([
        'engagement_score', 'fit_score', 'model_id', 'engagement_band', 'fit_grade', 'lifecycle_stage', 'segment',
        'not_scored_reason', 'ruleset_version'
    ]) }})
{%- endmacro %}
