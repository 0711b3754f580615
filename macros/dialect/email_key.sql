{# What an e-mail address is matched by: the address itself (`Amy <amy@x.example>` is amy@x.example) without the blanks, quotes and
   separators that typing leaves around it, in lower case, its domain in letters (xn--... is punycode, RFC 3492). On Spark a
   domain stays in punycode and an accent that is typed as a sign of its own stays one; other engines trim and take in lower case
   only. `leads erase` renders this file, so both agree by construction. #}
{% macro email_key(email) -%}
    {{ return(adapter.dispatch('email_key', 'lead_scoring')(email)) }}
{%- endmacro %}

{% macro default__email_key(email) -%}
    lower(trim({{ email }}))
{%- endmacro %}

{# Backslashes are doubled: a text of Spark reads them first. #}
{% macro spark__email_key(email) -%}
    {%- set around -%}[ \\t\\n\\r\\x{00A0}\\x{200B}\\x{FEFF}"\',;<>]{%- endset -%}
    {{ bare_email(email, around) }}
{%- endmacro %}

{% macro duckdb__email_key(email) -%}
    case
        when regexp_full_match({{ email }}, '[a-z0-9._+@-]*') and not contains({{ email }}, 'xn--') then {{ email }}
        when contains(lower({{ email }}), 'xn--')
            then
                nfc_normalize(regexp_extract({{ duckdb__bare_email(email) }}, '^(.*@)?', 0) || array_to_string(
                    list_transform(
                        string_split(regexp_extract({{ duckdb__bare_email(email) }}, '[^@]*$', 0), '.'),
                        lambda label: {{ duckdb__label_in_letters('label') }}
                    ),
                    '.'
                ))
        else nfc_normalize({{ duckdb__bare_email(email) }})
    end
{%- endmacro %}

{% macro duckdb__bare_email(email) -%}
    {%- set around = "[ \t\n\r\u00a0\u200b\ufeff\"'';,<>]" -%}
    {{ bare_email(email, around) }}
{%- endmacro %}

{# around: the signs that typing leaves around an address, as a class of a regular expression. #}
{% macro bare_email(email, around) -%}
    lower(regexp_replace(
        regexp_replace(
            case
                when {{ email }} like '%<%@%>%'
                    then coalesce(nullif(regexp_extract({{ email }}, '<([^<>]*@[^<>]*)>', 1), ''), {{ email }})
                else {{ email }}
            end,
            '^({{ around }}|(?i:mailto:))+', ''
        ),
        '{{ around }}+$', ''
    ))
{%- endmacro %}

{# One label of a domain: what is no valid punycode stays as it is. #}
{% macro duckdb__label_in_letters(label) -%}
    case
        when regexp_full_match({{ label }}, 'xn--(.*-)?[a-z0-9]{1,59}') and regexp_full_match({{ label }}, '[[:ascii:]]*')
            then list_transform(
                [{{ duckdb__decoded_label(label) }}],
                lambda state: case
                    when state.w = 1 and len(list_filter(state.found, lambda c: c > 1114111 or c between 55296 and 57343)) = 0
                        then lower(array_to_string(list_transform(state.found, lambda c: chr(cast(c as integer))), ''))
                    else {{ label }}
                end
            )[1]
        else {{ label }}
    end
{%- endmacro %}

{# The decoder of RFC 3492, digit by digit; numbers are clipped, for no letter is that high. #}
{% macro duckdb__decoded_label(label) -%}
    {%- set size = '(len(s.found) + 1)' -%}
    {%- set t = 'greatest(1, least(26, s.k - s.bias))' -%}
    {%- set i = 'least(s.i + d * s.w, 2147483647)' -%}
    {%- set delta = '(' ~ i ~ ' - s.old) // (case when s.old = 0 then 700 else 2 end)' -%}
    {%- set delta = '(' ~ delta ~ ' + ' ~ delta ~ ' // ' ~ size ~ ')' -%}
    list_reduce(
        list_transform(
            string_split(regexp_extract({{ label }}, '[a-z0-9]*$', 0), ''),
            lambda c: cast(unicode(c) - case when c >= 'a' then 97 else 22 end as bigint)
        ),
        lambda s, d: case
            when d < {{ t }} then {
                'n': least(s.n + {{ i }} // {{ size }}, 2147483647),
                'i': {{ i }} % {{ size }} + 1,
                'old': {{ i }} % {{ size }} + 1,
                'w': 1::bigint,
                'k': 36::bigint,
                'bias': list_transform([{{ delta }}], lambda e: case
                    when e <= 455 then 36 * e // (e + 38)
                    when e // 35 <= 455 then 36 + 36 * (e // 35) // (e // 35 + 38)
                    when e // 1225 <= 455 then 72 + 36 * (e // 1225) // (e // 1225 + 38)
                    when e // 42875 <= 455 then 108 + 36 * (e // 42875) // (e // 42875 + 38)
                    else 144 + 36 * (e // 1500625) // (e // 1500625 + 38)
                end)[1],
                'found': list_concat(
                    s.found[1:{{ i }} % {{ size }}],
                    [least(s.n + {{ i }} // {{ size }}, 2147483647)],
                    s.found[{{ i }} % {{ size }} + 1:]
                )
            }
            else {
                'n': s.n, 'i': {{ i }}, 'old': s.old, 'w': least(s.w * (36 - {{ t }}), 2147483647), 'k': s.k + 36,
                'bias': s.bias, 'found': s.found
            }
        end,
        {
            'n': 128::bigint, 'i': 0::bigint, 'old': 0::bigint, 'w': 1::bigint, 'k': 36::bigint, 'bias': 72::bigint,
            'found': coalesce(list_transform(
                string_split(nullif(regexp_extract({{ label }}, '^xn--(.+)-[a-z0-9]*$', 1), ''), ''),
                lambda c: cast(unicode(c) as bigint)
            ), cast([] as bigint[]))
        }
    )
{%- endmacro %}
