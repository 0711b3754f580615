{# The leads that the active model scored, ranked by a habit instead: a number, of which more is better; those without it are left out. #}
{% macro ranked_by_habit(outcomes, habit, number) -%}
    select
        *,
        '{{ habit }}' as ranking,
        'habit' as ranking_kind,
        cast({{ number }} as double) as place_value
    from {{ outcomes }}
    where status = 'active' and {{ number }} is not null
{%- endmacro %}
