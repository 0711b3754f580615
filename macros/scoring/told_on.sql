{# The date from which a delivery about something that a source may take back is visible: of a row with deleted_at that on which the
   end is known, else that of the thing. #}
{% macro told_on(happened_at) -%}
    {{ business_date('greatest(coalesce(deleted_at, ' ~ happened_at ~ '), loaded_at)') }}
{%- endmacro %}

{# The date on which a later delivery of the same thing takes it back; null when none does. Of one moment the taking back is last. #}
{% macro taken_back_on(thing) -%}
    min(case when deleted_at is not null then told_on end) over (
            partition by {{ thing }}
            order by told_on asc nulls last, loaded_at asc nulls last, deleted_at asc nulls first
            rows between 1 following and unbounded following
        )
{%- endmacro %}
