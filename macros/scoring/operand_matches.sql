{# Whether a value meets one operand of an operator (semantics 4): numbers compare as numbers, all else as text; an order never
   holds between a number and a text. value and operand carry the columns <x>_text and <x>_number. neq and not_in are
   asked here as equality and negated over all operands of the list. #}
{% macro operand_matches(operator) -%}
    case
        when {{ operator }} in ('eq', 'neq', 'in', 'not_in')
            then
                case
                    when value_number is not null and operand_number is not null then value_number = operand_number
                    else value_text = operand_text
                end
        when {{ operator }} = 'gt' then {{ ordered_pair('value', '>', 'operand') }}
        when {{ operator }} = 'gte' then {{ ordered_pair('value', '>=', 'operand') }}
        when {{ operator }} = 'lt' then {{ ordered_pair('value', '<', 'operand') }}
        when {{ operator }} = 'lte' then {{ ordered_pair('value', '<=', 'operand') }}
        when {{ operator }} = 'between'
            then {{ ordered_pair('value', '>=', 'operand') }} and {{ ordered_pair('value', '<=', 'operand_high') }}
        when {{ operator }} = 'contains' then instr(value_text, operand_text) > 0
        when {{ operator }} = 'starts_with' then left(value_text, length(operand_text)) = operand_text
        when {{ operator }} = 'ends_with' then right(value_text, length(operand_text)) = operand_text
        when {{ operator }} = 'matches_domain'
            then
                right('.' || regexp_replace(value_text, '^.*@', ''), length(operand_text) + 1) = '.' || operand_text
    end
{%- endmacro %}
