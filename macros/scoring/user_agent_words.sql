{# The words of a user agent, in lower case with one blank between and around them; a slash is a word, other signs part words. #}
{% macro user_agent_words(text) -%}
    replace(
            replace(
                replace(
                    ' '
                    || translate(
                        replace(lower({{ text }}), '/', ' / '), ',;:&()-.|+<>_@!?=%*~#"[]{}$^' || chr(39),
                        '                              '
                    )
                    || ' ',
                    ' ', '<>'
                ),
                '><', ''
            ),
            '<>', ' '
        )
{%- endmacro %}
