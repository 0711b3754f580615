with implausible as (
    {{ implausible_times([
        ['leads', 'created_at', 'read_as_empty'], ['leads', 'deleted_at', 'read_as_empty'], ['leads', 'loaded_at', 'left_out'],
        ['accounts', 'deleted_at', 'read_as_empty'], ['accounts', 'loaded_at', 'left_out'],
        ['events', 'occurred_at', 'left_out'], ['events', 'loaded_at', 'left_out'],
        ['identity_links', 'linked_at', 'left_out'], ['identity_links', 'deleted_at', 'read_as_empty'],
        ['identity_links', 'loaded_at', 'left_out'], ['lead_merges', 'merged_at', 'left_out'],
        ['lead_merges', 'deleted_at', 'read_as_empty'], ['lead_merges', 'loaded_at', 'left_out'],
        ['sales_activities', 'occurred_at', 'left_out'], ['sales_activities', 'deleted_at', 'read_as_empty'],
        ['sales_activities', 'loaded_at', 'left_out'], ['opportunities', 'created_at', 'read_as_empty'],
        ['opportunities', 'closed_at', 'read_as_empty'], ['opportunities', 'deleted_at', 'read_as_empty'],
        ['opportunities', 'loaded_at', 'left_out'], ['orders', 'ordered_at', 'left_out'],
        ['orders', 'deleted_at', 'read_as_empty'], ['orders', 'loaded_at', 'left_out'],
        ['campaign_costs', 'cost_date', 'left_out'], ['campaign_costs', 'deleted_at', 'read_as_empty'],
        ['campaign_costs', 'loaded_at', 'left_out'], ['survey_responses', 'occurred_at', 'left_out'],
        ['survey_responses', 'deleted_at', 'read_as_empty'], ['survey_responses', 'loaded_at', 'left_out'],
        ['score_overrides', 'starts_on', 'left_out'], ['score_overrides', 'expires_on', 'left_out'],
        ['score_overrides', 'deleted_at', 'read_as_empty'], ['score_overrides', 'loaded_at', 'left_out'],
    ], ends=['deleted_at', 'closed_at', 'expires_on']) }}
),

placeholders_found as (
    {{ placeholder_identities_found([
        ['leads', 'lead_id', 'left_out'], ['leads', 'email', 'read_as_empty'], ['leads', 'phone', 'read_as_empty'],
        ['leads', 'account_id', 'read_as_empty'], ['accounts', 'account_id', 'left_out'],
        ['accounts', 'domain', 'read_as_empty'], ['events', 'lead_id', 'unresolved'],
        ['events', 'anonymous_id', 'read_as_empty'], ['events', 'email', 'unresolved'],
        ['identity_links', 'anonymous_id', 'left_out'], ['identity_links', 'lead_id', 'left_out'],
        ['lead_merges', 'merged_lead_id', 'left_out'], ['lead_merges', 'surviving_lead_id', 'left_out'],
        ['sales_activities', 'lead_id', 'unresolved'], ['opportunities', 'lead_id', 'unresolved'],
        ['opportunities', 'account_id', 'unresolved'], ['orders', 'lead_id', 'unresolved'],
        ['orders', 'account_id', 'unresolved'], ['survey_responses', 'respondent_id', 'read_as_empty'],
        ['score_overrides', 'lead_id', 'unresolved'], ['events', 'event_id', 'read_as_empty'],
        ['events', 'session_id', 'read_as_empty'], ['events', 'message_id', 'read_as_empty'],
        ['events', 'asset_id', 'read_as_empty'], ['events', 'dedupe_key', 'read_as_empty'],
        ['sales_activities', 'activity_id', 'read_as_empty'], ['opportunities', 'opportunity_id', 'read_as_empty'],
        ['orders', 'order_id', 'read_as_empty'], ['survey_responses', 'response_id', 'read_as_empty'],
    ], numbered=[
        'event_id', 'session_id', 'message_id', 'asset_id', 'dedupe_key', 'activity_id', 'opportunity_id', 'order_id',
        'response_id',
    ]) }}
),

missing as (
    {{ missing_values([
        ['leads', 'lead_id'], ['leads', 'loaded_at'], ['accounts', 'account_id'], ['accounts', 'loaded_at'],
        ['events', 'event_id'], ['events', 'event_type'], ['events', 'occurred_at'], ['events', 'loaded_at'],
        ['identity_links', 'anonymous_id'], ['identity_links', 'lead_id'], ['identity_links', 'linked_at'],
        ['identity_links', 'loaded_at'], ['lead_merges', 'merged_lead_id'], ['lead_merges', 'surviving_lead_id'],
        ['lead_merges', 'merged_at'], ['lead_merges', 'loaded_at'], ['sales_activities', 'activity_id'],
        ['sales_activities', 'lead_id'], ['sales_activities', 'activity_type'], ['sales_activities', 'occurred_at'],
        ['sales_activities', 'loaded_at'], ['opportunities', 'opportunity_id'], ['opportunities', 'loaded_at'],
        ['orders', 'order_id'], ['orders', 'ordered_at'], ['orders', 'loaded_at'], ['campaign_costs', 'cost_date'],
        ['campaign_costs', 'amount'], ['campaign_costs', 'loaded_at'], ['survey_responses', 'response_id'],
        ['survey_responses', 'respondent_id'], ['survey_responses', 'population'], ['survey_responses', 'survey_kind'],
        ['survey_responses', 'occurred_at'], ['survey_responses', 'loaded_at'], ['score_overrides', 'override_id'],
        ['score_overrides', 'lead_id'], ['score_overrides', 'dimension'], ['score_overrides', 'points'],
        ['score_overrides', 'author'], ['score_overrides', 'reason'], ['score_overrides', 'starts_on'],
        ['score_overrides', 'expires_on'], ['score_overrides', 'loaded_at'],
    ]) }}
),

shared_ids as (
    {{ ids_in_several_namespaces([
        ['events', 'event_id'], ['sales_activities', 'activity_id'], ['opportunities', 'opportunity_id'],
        ['orders', 'order_id'], ['survey_responses', 'response_id'],
    ]) }}
),

findings as (
    select * from implausible
    union all
    select * from placeholders_found
    union all
    select * from missing
    union all
    select * from shared_ids
),

-- A word to Spark, which would make a hundred tasks of a hundred selects, each with the plan of all.
final as (
    select /*+ coalesce(1) */ * from findings
)

select * from final
