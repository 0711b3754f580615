{# The condition on what a renewed model reads, in its import CTEs: rows are those of which this build needs news. A model with
   meta.renewed_under follows, row by row, from its own lead: of rows without a day it reads those of leads with news
   (int_leads_renewed). A model that also has meta.renewed_from is of dates: of rows with a day it reads those from the day on that
   the lead's news can touch; when the date has moved since the last build, also those without news from the week of that build
   on, and what was known on another date than the as-of date (known); of rows without a day all, since a new date is new for
   every lead. A large model that is built slice by slice (meta.slice_by) reads the leads of one slice. Where nothing is kept,
   everything counts as news. What a model reads too much costs time, no more: only rows that are renewed are written (renewed.sql). #}
{% macro news_of(rows, day=none, known=none) -%}
    {%- set meta = config.get('meta', {}) if execute else {} -%}
    {%- set last_on = kept_since() -%}
    {%- set conditions = [] -%}
    {%- if execute and meta.get('slice_by') and model.resource_type == 'model' -%}
        {%- do conditions.append(of_slice(rows)) -%}
    {%- endif -%}
    {%- if not execute or (last_on and (day or not meta.get('renewed_from'))) -%}
        {%- do conditions.append(is_renewed(rows, last_on, day if meta.get('renewed_from'), known)) -%}
    {%- endif -%}
    {{ conditions | join(' and ') or 'true' }}
{%- endmacro %}

{% macro is_renewed(rows, last_on, day=none, known=none) -%}
    {%- set has_moved = last_on != as_of_date() -%}
    {%- if not day -%}
        {{ rows }}.lead_key in (select renewed.lead_key from {{ ref('int_leads_renewed') }} as renewed)
    {%- else -%}
        ({{ rows }}.{{ day }} >= coalesce(
            (
                select {{ only_value('renewed.renewed_from_on') }} from {{ ref('int_leads_renewed') }} as renewed
                where renewed.lead_key = {{ rows }}.lead_key
            ),
            {{ "date_trunc('week', " ~ last_on ~ ")" if has_moved else end_of_time() }}
        )
        {%- if known and has_moved %} or {{ rows }}.{{ known }} <> {{ as_of_date() }}{% endif %})
    {%- endif -%}
{%- endmacro %}
