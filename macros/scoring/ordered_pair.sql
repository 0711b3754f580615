{# An order between two operands of the same kind: both numbers or both texts, else false. #}
{% macro ordered_pair(near, comparison, far) -%}
    case
        when {{ near }}_number is not null and {{ far }}_number is not null
            then {{ near }}_number {{ comparison }} {{ far }}_number
        when {{ near }}_number is null and {{ far }}_number is null
            then {{ near }}_text {{ comparison }} {{ far }}_text
        else false
    end
{%- endmacro %}
