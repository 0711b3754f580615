{# The identifier of an event: the first present of lead id, anonymous id and e-mail address (semantics 2). #}
{% macro event_identifier_type() -%}
    case
        when lead_id is not null then 'lead_id'
        when anonymous_id is not null then 'anonymous_id'
        when email is not null then 'email'
    end
{%- endmacro %}

{% macro event_identifier() -%}
    coalesce(lead_id, anonymous_id, {{ email_key('email') }})
{%- endmacro %}
