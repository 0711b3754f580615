{# What accepted events of one day are worth at an age in days (semantics 5.3, 5.4), in millionths of a point, rounded half away
   from zero: none points * count; linear points * count * max(0, 1 - age / decay_days), both exact; exponential
   points * count * 2 ^ (-age / decay_days) in double. The exact product must fit a bigint: points * count * decay_days up to
   9.2 trillion, which is 250,000 events a day of the most points (1,000) over the longest decay (36,500 days) a rule can have. #}
{% macro decayed_micro_points(points, count, decay, age_days, decay_days) -%}
    {%- set undecayed = 'cast(' ~ points ~ ' * cast(1000000 as decimal(7, 0)) as bigint) * ' ~ count -%}
    case {{ decay }}
        when 'linear'
            then {{ whole_quotient(
                undecayed ~ ' * greatest(' ~ decay_days ~ ' - ' ~ age_days ~ ', 0) + '
                ~ half_towards(points, decay_days),
                decay_days
            ) }}
        when 'exponential'
            then cast(
                round(
                    cast({{ points }} as double)
                    * power(cast(2 as double), -cast({{ age_days }} as double) / {{ decay_days }})
                    * {{ count }}
                    * 1000000
                ) as bigint
            )
        else {{ undecayed }}
    end
{%- endmacro %}

{# Half of a divisor with the sign of a number: added before a division that cuts off, it rounds half away from zero (an odd
   divisor has no ties, so its own half may be cut off). #}
{% macro half_towards(number, divisor) -%}
    case when {{ number }} < 0 then -{{ whole_quotient(divisor, 2) }} else {{ whole_quotient(divisor, 2) }} end
{%- endmacro %}
