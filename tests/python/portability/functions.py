"""The functions a model may call: those DuckDB and Spark 3.5 both have and that give the same result on both.

Each name of SHARED and SPARK_ONLY stood in `show functions` of Spark 3.5.9, except cast, try_cast and percentile_cont,
which are its grammar (sql-ref-syntax and sql-ref-functions of the Spark documentation).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHARED = _words(
    """
    abs any_value asin avg bool_or cast ceil chr coalesce concat_ws cos count count_if date_trunc dense_rank exp extract floor
    greatest instr lag lead least left length ln lower ltrim max max_by md5 median min min_by nullif percentile_cont power
    radians rank regexp_replace replace right round row_number rtrim sin split_part sqrt sum translate trim try_cast upper
    """
)

# Called by the default implementations in macros/dialect only.
SPARK_ONLY = _words(
    """
    array_join collect_list concat date_add datediff div explode from_utc_timestamp get_json_object sequence sort_array split
    to_utc_timestamp transform unix_seconds xxhash64
    """
)

# Words that may stand before an opening parenthesis and call nothing.
GRAMMAR = _words(
    """
    all and any as between by case decimal distinct else except exists filter from group having in interval intersect is
    join like not on or over partition select then union using values when where
    """
)

REMEDIES = {
    "arg_max": "max_by",
    "arg_min": "min_by",
    "array_agg": "the macro joined_sorted or a dispatched macro",
    "concat": "`||`, which is null on both engines when a part is null",
    "date_diff": "the macro day_difference",
    "epoch": "a dispatched macro",
    "generate_series": "a dispatched macro",
    "hash": "md5",
    "json_extract_string": "the macro json_get",
    "list": "the macro joined_sorted or a dispatched macro",
    "log": "ln",
    "quantile_cont": "percentile_cont(x) within group (order by y)",
    "regexp_matches": "instr, left, right or ilike",
    "starts_with": "left(text, length(start)) = start",
    "strftime": "cast(x as string) or a dispatched macro",
    "string_agg": "the macro joined_sorted",
    "unnest": "the macro explode_list",
}
