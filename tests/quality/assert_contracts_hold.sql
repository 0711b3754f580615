{# DuckDB holds the contracts itself; Iceberg takes neither keys nor checks: there they are tested (dbt_project.yml). #}
{%- set contracted = [
    'csv_leads', 'dynamics_scores', 'hubspot_contacts', 'salesforce_leads', 'lead_payloads',
    'tryton_opportunities', 'webhook_hand_overs', 'funnel_conversion', 'funnel_daily', 'lead_stage_history',
    'lead_stages_current', 'mql_sla', 'personas', 'sales_queue', 'source_roi', 'stage_publications',
    'survey_scores', 'crowded_identifiers', 'event_hygiene', 'event_type_coverage', 'identity_conflicts',
    'input_findings', 'lead_outcomes', 'model_quality', 'naive_bayes_chances', 'naive_bayes_shares',
    'probability_quality', 'quarantined_events', 'rejected_rows', 'rule_coverage', 'rule_pairs', 'rule_performance',
    'score_calibration', 'score_calibration_monthly', 'score_calibration_slices', 'unresolved_events',
    'account_score_ledger', 'account_scores', 'candidate_score_history', 'engagement_counts_daily', 'fit_assessments',
    'going_cold', 'lead_score_changes', 'lead_score_history', 'lead_score_ledger', 'lead_scores', 'sync_rejections',
    'sync_runs', 'sync_status', 'campaign_costs_daily', 'lead_results', 'lead_revenue_daily', 'lead_stages_reached',
    'hold_out_results', 'selection_rates', 'score_tenths', 'characteristic_shares_monthly',
    'characteristic_stability_monthly'
] %}

with findings as (
    {% for name in contracted %}
        select * from ({{ contract_violations(name) }}) as of_{{ name }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select /*+ coalesce(1) */ * from findings
)

select * from final
