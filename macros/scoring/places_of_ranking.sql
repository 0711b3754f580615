{# Measures of a ranking, each a sum over its values (leads, wins, leads_before, wins_before, all_leads, all_wins), so that who has the
   same value is in no order. #}

{# The area under the ROC curve; null where nobody won or everybody did. #}
{% macro auc_of_places(placed) -%}
    (sum(({{ placed }}.leads - {{ placed }}.wins) * ({{ placed }}.wins_before + {{ placed }}.wins / 2))
    / nullif(max({{ placed }}.all_wins) * max({{ placed }}.all_leads - {{ placed }}.all_wins), 0))
{%- endmacro %}

{# The share of all wins among the first places: who has the same value shares the places that are left evenly. #}
{% macro wins_in_front(placed, places) -%}
    sum(
        {{ placed }}.wins
        * greatest(0, least(1, (cast({{ places }} as double) - {{ placed }}.leads_before) / {{ placed }}.leads))
    ) / nullif(max({{ placed }}.all_wins), 0)
{%- endmacro %}

{# A bound of the 95 % interval of that share, the wins being the trials. #}
{% macro wins_in_front_bound(placed, places, sign) -%}
    {{ wilson_bound(
        '(' ~ wins_in_front(placed, places) ~ ' * max(' ~ placed ~ '.all_wins))', 'nullif(max(' ~ placed ~ '.all_wins), 0)', sign
    ) }}
{%- endmacro %}

{# The lift of the first part of all leads, share 0 to 1. bound: '-' or '+' for an end of its interval, none for itself. #}
{% macro lift_of_front(placed, share, bound=none) -%}
    {%- set places = share ~ ' * ' ~ placed ~ '.all_leads' -%}
    {{ exact((wins_in_front_bound(placed, places, bound) if bound else wins_in_front(placed, places)) ~ ' / ' ~ share) }}
{%- endmacro %}

{# The share of all wins among as many first places as a week's capacity; empty where sales takes nobody, for a share of no place
   says nothing. bound: '-' or '+' for an end of its interval, none for itself. #}
{% macro captured_share(placed, capacity, bound=none) -%}
    case
        when max({{ capacity }}) > 0
            then {{ wins_in_front_bound(placed, capacity, bound) if bound else exact(wins_in_front(placed, capacity)) }}
    end
{%- endmacro %}

{# Why there is no such share. #}
{% macro no_captured_share_reason(placed, capacity) -%}
    case
        when coalesce(max({{ capacity }}), 0) = 0 then 'no_capacity'
        when max({{ placed }}.all_wins) = 0 then 'no_conversions'
    end
{%- endmacro %}
