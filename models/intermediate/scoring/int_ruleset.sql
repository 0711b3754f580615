with fingerprints as (
    {{ seed_fingerprint('bands', [
            'band', 'lower_bound', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('business_calendar', [
            'calendar_id', 'time_zone', 'weekday', 'holiday_on', 'opens_at', 'closes_at', 'owner', 'why', 'valid_from',
            'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('buying_group_roles', [
            'role_id', 'attribute', 'value', 'description', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('engagement_groups', [
            'model_id', 'group_id', 'floor', 'cap', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('engagement_rules', [
            'rule_id', 'model_id', 'group_id', 'event_type', 'property', 'operator', 'value', 'points', 'cap_count',
            'cap_days', 'window_days', 'decay', 'decay_days', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('event_types', [
            'event_type', 'channel', 'dedupe_by', 'is_hand_raise', 'delivery_event_type', 'description', 'owner', 'why'
    ]) }}
    union all
    {{ seed_fingerprint('exclusion_rules', [
            'rule_id', 'kind', 'precedence', 'match_field', 'operator', 'value', 'min_count', 'min_days', 'window_days',
            'segment', 'recommended_action', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('fit_attributes', [
            'model_id', 'attribute', 'weight', 'is_protected', 'legal_basis', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('fit_rules', [
            'rule_id', 'model_id', 'attribute', 'operator', 'value', 'value_high', 'tier', 'owner', 'why', 'valid_from',
            'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('funnel_stages', [
            'stage', 'position', 'kind', 'entry_signals', 'is_hand_over', 'allows_return', 'description', 'owner', 'why'
    ]) }}
    union all
    {{ seed_fingerprint('grades', [
            'grade', 'lower_bound', 'below_completeness', 'mql_by_score', 'mql_by_hand_raise', 'owner', 'why',
            'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('lifecycle_rules', [
            'rule_id', 'lifecycle_stage', 'precedence', 'min_purchases', 'max_purchases', 'min_tenure_days',
            'max_tenure_days', 'min_products', 'min_recency_days', 'max_recency_days', 'min_nps', 'owner', 'why',
            'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('priority_matrix', [
            'cell_id', 'grades', 'bands', 'lifecycle_stages', 'segment', 'recommended_action', 'owner', 'why',
            'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('recycle_reasons', [
            'reason_id', 'cool_down_days', 'description', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('scoring_models', [
            'model_id', 'audience', 'status', 'fit_weight', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('sla_targets', [
            'sla_id', 'segment', 'business_hours', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('stage_thresholds', [
            'threshold_id', 'threshold_value', 'unit', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('survey_scales', [
            'population', 'survey_kind', 'scale_low', 'scale_high', 'promoter_from', 'passive_from', 'max_questions',
            'min_respondents', 'owner', 'why', 'valid_from', 'valid_to'
    ]) }}
    union all
    {{ seed_fingerprint('job_titles', ['keyword', 'seniority', 'department']) }}
    union all
    {{ seed_fingerprint('machine_user_agents', ['pattern', 'why']) }}
    union all
    {{ seed_fingerprint('plausible_times', [
            'table_name', 'column_name', 'earliest', 'latest', 'no_date', 'why'
    ]) }}
    union all
    {{ seed_fingerprint('sites', ['site_id', 'name', 'latitude', 'longitude']) }}
),

final as (
    select md5({{ joined_sorted("seed || ' ' || fingerprint") }}) as ruleset_version
    from fingerprints
)

select * from final
