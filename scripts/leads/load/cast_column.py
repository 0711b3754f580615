"""The SQL that brings one source column to its contract type, and says when a value does not fit.

Text is checked by its form before TRY_CAST: a plain cast would read `1.5` as the integer 2, `1_0` as 10, accept NaN and
`infinity`, and drop the offset of a time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from leads.base import sql
from leads.base.contract import Column

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
_WHOLE = r"[+-]?\d+(\.0*)?"
_DAY = r"\d{4}-\d{2}-\d{2}"
_LOCAL = _DAY + r"([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?"
_OFFSET = r"(Z|UTC|[+-](0\d|1[0-5])(:?[0-5]\d)?)"
_ZONED = _DAY + r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)? ?" + _OFFSET
_MIDNIGHT = _DAY + r"([T ]00:00(:00(\.0{1,9})?)?( ?(Z|UTC|[+-]00(:?00)?))?)?"
_HOURS_MINUTES = r"[+-](\d{2}):?(\d{2})?$"
# Outside its strings JSON holds no NaN, infinity or comma before a bracket; DuckDB's parser lets them pass.
_JSON_STRING = r'"(\\.|[^"\\])*"'
_LAX = r"(?i)nan|inf|,\s*[}\]]"


@dataclass(frozen=True)
class Cast:
    """Three SQL expressions and a phrase. given: over the source, null when empty. value: over `given_as`, of the
    contract type, null when it does not fit. misfit: over `given_as` and `value_as`. reason: follows the column's name.
    """

    given: str
    given_as: str
    value: str
    value_as: str
    misfit: str
    reason: str


def cast_column(column: Column, source: str, source_type: str, time_zone: str) -> Cast:
    """The cast of a source expression of a DuckDB type to a contract column.

    time_zone: IANA name of times without a zone; an offset in the value wins over it. Numbers with more decimals than
    the contract keeps are rounded half away from zero, Parquet times to the microsecond.
    """
    kind = column.data_type.partition("(")[0]
    is_text = source_type == "VARCHAR"
    s, v = sql.name(f"given_{column.name}"), sql.name(f"value_{column.name}")
    no_value = f"{s} is not null and {v} is null"
    trimmed = f"nullif(trim({source}), '')"
    given = trimmed if is_text else source
    if kind == "varchar":
        given = f"nullif({source}, '')" if is_text else f"cast({source} as varchar)"
        return Cast(given, s, s, v, f"contains({s}, chr(0))", "holds a NUL character")
    if kind == "json":
        given = f"cast({trimmed if is_text else f'to_json({source})'} as varchar)"
        value = f"case when {is_json_object(s)} then cast({s} as json) end"
        return Cast(given, s, value, v, no_value, "is not a JSON object")
    if kind == "timestamp":
        value = _time_of_text(s, time_zone) if is_text else _time_of_type(s, source_type, time_zone)
        return Cast(given, s, value, v, no_value, "is not a time such as 2018-01-31T10:00:00Z")
    if kind == "date":
        value = f"case when {_matches(s, _MIDNIGHT)} then try_cast(left({s}, 10) as date) end"
        return Cast(f"cast({given} as varchar)", s, value, v, no_value, "is not a date such as 2018-01-31")
    if kind == "boolean":
        value = f"try_cast({s} as boolean)"
        if source_type not in ("VARCHAR", "BOOLEAN"):
            value = f"case when try_cast({s} as double) in (0, 1) then {value} end"
        return Cast(given, s, value, v, no_value, "is not true or false")
    return _number(column.data_type, Cast(given, s, "", v, no_value, ""), source_type)


def _number(data_type: str, cast: Cast, source_type: str) -> Cast:
    s = cast.given_as
    is_whole = data_type in ("integer", "bigint")
    value = f"try_cast({s} as {data_type})"
    if data_type == "double":
        value = _finite(value)
    if source_type == "VARCHAR":
        value = f"case when {_matches(s, _WHOLE if is_whole else _NUMBER)} then {value} end"
    elif is_whole and source_type.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        value = f"case when {s} = trunc({s}) then {value} end"
    elif source_type == "BOOLEAN":
        value = f"cast(null as {data_type})"
    reason = f"is not a {'whole ' if is_whole else ''}number that fits {data_type}"
    return replace(cast, value=value, reason=reason)


def _time_of_text(s: str, time_zone: str) -> str:
    local = _in_utc(f"try_cast({s} as timestamp)", time_zone)
    unzoned = f"regexp_extract({s}, {sql.text('^(.*?) ?' + _OFFSET + '$')}, 1)"
    sign = f"case when regexp_matches({s}, '-[0-9:]+$') then -1 else 1 end"
    hours, minutes = (
        f"coalesce(try_cast(regexp_extract({s}, {sql.text(_HOURS_MINUTES)}, {group}) as integer), 0)"
        for group in (1, 2)
    )
    zoned = f"try_cast({unzoned} as timestamp) - to_minutes(({sign}) * ({hours} * 60 + {minutes}))"
    return f"case when {_matches(s, _LOCAL)} then {local} when {_matches(s, _ZONED)} then {zoned} end"


def _time_of_type(s: str, source_type: str, time_zone: str) -> str:
    """Zoned times are instants already: the session's time zone is UTC."""
    if not source_type.startswith(("TIMESTAMP", "DATE")):
        return "cast(null as timestamp)"
    if source_type == "TIMESTAMP WITH TIME ZONE" or source_type.startswith("TIMESTAMPTZ"):
        return _finite(f"try_cast(try_cast({s} as timestamptz) as timestamp)")  # nanoseconds go by way of timestamptz
    return _in_utc(_finite(f"try_cast({s} as timestamp)"), time_zone)


def _in_utc(local: str, time_zone: str) -> str:
    return local if time_zone == "UTC" else f"timezone('UTC', timezone({sql.text(time_zone)}, {local}))"


def _finite(expression: str) -> str:
    return f"case when isfinite({expression}) then {expression} end"


def is_json_object(text: str) -> str:
    """SQL that is true for text that is one JSON object by RFC 8259, false for any other text."""
    without_strings = f"""regexp_replace({text}, {sql.text(_JSON_STRING)}, '""', 'g')"""
    is_object = f"case when json_valid({text}) then json_type({text}) = 'OBJECT' else false end"
    may_be_lax = rf"{text} ilike '%nan%' or {text} ilike '%inf%' or regexp_matches({text}, ',\s*[}}\]]')"
    is_lax = f"case when {may_be_lax} then regexp_matches({without_strings}, {sql.text(_LAX)}) else false end"
    return f"(({is_object}) and not ({is_lax}))"


def _matches(expression: str, pattern: str) -> str:
    return f"regexp_full_match({expression}, {sql.text(pattern)})"
