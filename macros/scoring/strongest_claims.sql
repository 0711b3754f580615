{# Of claims to a key (key, owner, valid_from_on, valid_to_on) the strongest on each date, in periods. order_by: over columns of
   `claims`, the strongest first. Only contested keys are looked at date by date. #}
{% macro strongest_claims(claims, key, owner, order_by) -%}
    with contested as (
        select {{ key }} from {{ claims }}
        group by {{ key }}
        having count(*) > 1
    ),

    rivals as (
        select claims.* from {{ claims }} as claims
        inner join contested on claims.{{ key }} = contested.{{ key }}
    ),

    changes as (
        select
            {{ key }},
            valid_from_on as changed_on
        from rivals
        union distinct
        select
            {{ key }},
            valid_to_on as changed_on
        from rivals
    ),

    spans as (
        select
            *,
            lead(changed_on) over (partition by {{ key }} order by changed_on asc nulls last) as next_changed_on
        from changes
    ),

    ranked as (
        select
            claims.{{ key }},
            claims.{{ owner }},
            spans.changed_on,
            spans.next_changed_on,
            row_number() over (
                partition by claims.{{ key }}, spans.changed_on order by {{ order_by }}
            ) as position_of_claim
        from spans
        inner join rivals as claims
            on
                spans.{{ key }} = claims.{{ key }}
                and spans.changed_on >= claims.valid_from_on
                and spans.changed_on < claims.valid_to_on
    ),

    starts as (
        select
            *,
            case
                when
                    {{ owner }} = lag({{ owner }}) over (partition by {{ key }} order by changed_on asc nulls last)
                    and changed_on
                    = lag(next_changed_on) over (partition by {{ key }} order by changed_on asc nulls last)
                    then 0
                else 1
            end as begins
        from ranked
        where position_of_claim = 1
    ),

    stays as (
        select
            *,
            sum(begins) over (
                partition by {{ key }} order by changed_on asc nulls last
                rows between unbounded preceding and current row
            ) as stay_no
        from starts
    )

    select
        {{ key }},
        {{ owner }},
        min(changed_on) as valid_from_on,
        max(next_changed_on) as valid_to_on
    from stays
    group by {{ key }}, {{ owner }}, stay_no
    union all
    select
        claims.{{ key }},
        claims.{{ owner }},
        claims.valid_from_on,
        claims.valid_to_on
    from {{ claims }} as claims
    left join contested on claims.{{ key }} = contested.{{ key }}
    where contested.{{ key }} is null
{%- endmacro %}
