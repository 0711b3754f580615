{# One row: the md5 of the content of a rule seed, or of a small table that follows from some, the same for the same rows whatever
   their order. Cells are joined by a unit separator, empty cells marked, so that no two different seeds read alike. columns: all
   of the seed unless some are named. #}
{% macro seed_fingerprint(seed, columns=none) -%}
    select
        '{{ seed }}' as seed,
        md5(coalesce({{ joined_sorted("concat_ws(chr(31), " ~ canonical_cells(columns or seed_columns(seed)) ~ ")") }}, ''))
            as fingerprint
    from {{ ref(seed) }}
{%- endmacro %}

{% macro canonical_cells(columns) -%}
    {%- for column in columns -%}
        coalesce(cast({{ column }} as string), chr(30)){{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
