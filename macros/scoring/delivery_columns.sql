{# The columns that are kept of the delivery of an event. #}
{% macro delivery_columns() -%}
    event_id, lead_id, anonymous_id, email, event_type, channel, occurred_at, session_id, message_id, asset_id, campaign,
    url, user_agent, is_machine, dedupe_key, properties, loaded_at, load_batch_id
{%- endmacro %}
