{# An operator as it is read in explanations, with a blank before it. #}
{% macro operator_in_words(operator) -%}
    case {{ operator }}
        when 'eq' then ' is'
        when 'neq' then ' is not'
        when 'in' then ' is one of'
        when 'not_in' then ' is none of'
        when 'gt' then ' above'
        when 'gte' then ' at least'
        when 'lt' then ' below'
        when 'lte' then ' at most'
        when 'between' then ' between'
        when 'contains' then ' contains'
        when 'starts_with' then ' begins with'
        when 'ends_with' then ' ends with'
        when 'matches_domain' then ' at the domain'
        when 'is_null' then ' unknown'
        when 'is_not_null' then ' known'
    end
{%- endmacro %}
