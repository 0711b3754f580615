{# The share of its points an activity keeps (semantics 5.3): none 1; linear max(0, 1 - age / decay_days);
   exponential 2 ^ (-age / decay_days). Age in days, result a double in 0..1. #}
{% macro decay_factor(decay, age_days, decay_days) -%}
    case {{ decay }}
        when 'linear' then greatest(0, 1 - cast({{ age_days }} as double) / {{ decay_days }})
        when 'exponential' then power(cast(2 as double), -cast({{ age_days }} as double) / {{ decay_days }})
        else cast(1 as double)
    end
{%- endmacro %}
