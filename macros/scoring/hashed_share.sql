{# A number from 0 up to but not including 1 that follows from a text, the same on every engine and spread evenly: the first six
   hexadecimal digits of its md5, after a word that keeps draws for different purposes apart. #}
{% macro hashed_share(purpose, text) -%}
    {%- set digits = [] -%}
    {%- for place in range(1, 7) -%}
        {%- do digits.append(
            "(instr('0123456789abcdef', right(left(md5('" ~ purpose ~ ":' || " ~ text ~ "), " ~ place ~ "), 1)) - 1) * " ~ 16 ** (6 - place)
        ) -%}
    {%- endfor -%}
    (cast({{ digits | join(' + ') }} as double) / 16777216)
{%- endmacro %}
