with settings as (
    select
        'business_time_zone' as seed,
        '{{ business_time_zone() }}' as setting
),

fingerprints as (
    {{ seed_fingerprint('bands') }}
    union all
    {{ seed_fingerprint('business_calendar') }}
    union all
    {{ seed_fingerprint('buying_group_roles') }}
    union all
    {{ seed_fingerprint('conversion_rules') }}
    union all
    {{ seed_fingerprint('engagement_groups') }}
    union all
    {{ seed_fingerprint('engagement_rules') }}
    union all
    {{ seed_fingerprint('event_types') }}
    union all
    {{ seed_fingerprint('exclusion_rules') }}
    union all
    {{ seed_fingerprint('fit_attributes') }}
    union all
    {{ seed_fingerprint('fit_rules') }}
    union all
    {{ seed_fingerprint('funnel_stages') }}
    union all
    {{ seed_fingerprint('grades') }}
    union all
    {{ seed_fingerprint('lifecycle_rules') }}
    union all
    {{ seed_fingerprint('priority_matrix') }}
    union all
    {{ seed_fingerprint('recycle_reasons') }}
    union all
    {{ seed_fingerprint('scoring_models') }}
    union all
    {{ seed_fingerprint('sla_targets') }}
    union all
    {{ seed_fingerprint('stage_thresholds') }}
    union all
    {{ seed_fingerprint('survey_scales') }}
    union all
    {{ seed_fingerprint('crawler_user_agents') }}
    union all
    {{ seed_fingerprint('identity_limits') }}
    union all
    {{ seed_fingerprint('placeholder_identities') }}
    union all
    {{ seed_fingerprint('job_titles') }}
    union all
    {{ seed_fingerprint('machine_user_agents') }}
    union all
    {{ seed_fingerprint('plausible_times') }}
    union all
    {{ seed_fingerprint('sites') }}
    union all
    select
        seed,
        md5(setting) as fingerprint
    from settings
    where setting <> 'UTC'
),

final as (
    select md5({{ joined_sorted("seed || ' ' || fingerprint") }}) as ruleset_version
    from fingerprints
)

select * from final
