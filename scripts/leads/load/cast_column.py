"""The SQL that brings one source column to its contract type, and says when a value does not fit.

Text is checked by its form before TRY_CAST: a plain cast would read `1.5` as the integer 2, `1_0` as 10, accept NaN and
`infinity`, and drop the offset of a time.
"""

from __future__ import annotations

from dataclasses import dataclass

from leads.base import sql
from leads.base.contract import Column
from leads.load.cast_number import number_misfits, number_value
from leads.load.cast_time import date_value, far_date_value, is_never, is_no_date, time_misfits, time_value
from leads.load.notation import PLAIN, Notation, given_text, trimmed
from leads.load.plausible_times import Plausible

# Outside its strings JSON holds no NaN, infinity or comma before a bracket; DuckDB's parser lets them pass.
_JSON_STRING = r'"(\\.|[^"\\])*"'
_LAX = r"(?i)nan|inf|,\s*[}\]]"

# Columns of text that a spreadsheet or data frame likes to take for decimals: 17850.0.
NUMBERED = ("_id", "phone", "postal_code")

Misfit = tuple[str, str]


@dataclass(frozen=True)
class Cast:
    """SQL expressions, from source to raw table. given: over the source, null when empty. value: over `given_as`, of the
    contract type, null when it does not fit. landed: over `value_as`. misfits: SQL over `given_as`, `value_as` and
    `typed_as` that is true for what does not fit, and the reason, which follows the column's name. typed: see Reading.
    """

    given: str
    given_as: str
    value: str
    value_as: str
    misfits: tuple[Misfit, ...]
    landed: str
    typed: str | None
    typed_as: str


@dataclass(frozen=True)
class Reading:
    """How a column is to be read.

    time_zone: IANA name of times without a zone; an offset in the value wins over it. plausible: the days on which a time
    may lie. is_either: whether its column shows that points may group thousands. typed: SQL over the source that is true
    for a value which its format marks as a number or time.
    """

    time_zone: str
    plausible: Plausible
    notation: Notation = PLAIN
    is_either: bool = False
    typed: str | None = None


def cast_column(column: Column, source: str, source_type: str, reading: Reading) -> Cast:
    """The cast of a source expression of a DuckDB type to a contract column.

    Numbers with more decimals than the contract keeps are rounded half away from zero, Parquet times to the microsecond.
    """
    kind, notation = column.data_type.partition("(")[0], reading.notation
    is_text = source_type == "VARCHAR"
    s, v, t = (sql.name(f"{step}_{column.name}") for step in ("given", "value", "typed"))
    typed = t if reading.typed else None
    no_value = f"{s} is not null and {v} is null"
    bare = f"nullif({trimmed(given_text(source, notation))}, '')" if is_text else source

    def cast(value: str, *misfits: Misfit, given: str = bare, landed: str = v) -> Cast:
        return Cast(given, s, value, v, misfits, landed, reading.typed, t)

    if kind == "varchar":
        given = given_text(source if is_text else f"cast({source} as varchar)", notation)
        return cast(_text(s, column.name, notation), (f"contains({s}, chr(0))", "holds a NUL character"), given=given)
    if kind == "json":
        given = f"cast({bare if is_text else f'to_json({source})'} as varchar)"
        value = f"case when {is_json_object(s)} then cast({s} as json) end"
        return cast(value, (no_value, "is not a JSON object"), given=given)
    if kind in ("timestamp", "date"):
        value = time_value(s, source_type, reading.time_zone, notation, typed)
        given = bare
        if kind == "date":
            given, value = f"cast({bare} as varchar)", date_value(s, notation, typed)
        may_be_empty = not column.is_required
        if kind == "date" and column.is_end:
            value = f"coalesce({value}, {far_date_value(s, reading.plausible)})"
        misfits = time_misfits(s, v, kind, notation, reading.plausible, may_be_empty, column.is_end)
        return cast(value, *misfits, given=given, landed=_landed(v, column, reading.plausible))
    if kind == "boolean":
        value = f"try_cast({s} as boolean)"
        if not is_text and source_type != "BOOLEAN":
            value = f"case when try_cast({s} as double) in (0, 1) then {value} end"
        return cast(value, (no_value, "is not true or false"))
    is_either = reading.is_either and column.data_type != "double"
    misfits = number_misfits(s, v, source_type, column.data_type, notation, is_either, typed)
    return cast(number_value(s, source_type, column.data_type, notation, typed), *misfits)


def _landed(value: str, column: Column, plausible: Plausible) -> str:
    """A time as it lands: that of nothing is empty, an end which is far away is so, or where one is needed the day for it."""
    is_none = is_never(value, plausible) if column.is_end else is_no_date(value, plausible)
    if not column.is_required:
        return f"case when {is_none} then null else {value} end"
    if not column.is_end:
        return value
    return f"case when {is_none} then date '{plausible.no_date or plausible.latest}' else {value} end"


def _text(given: str, column: str, notation: Notation) -> str:
    value = given
    if notation.integer_ids and column.endswith(NUMBERED):
        value = f"regexp_replace({value}, '^([0-9]+)[.]0+$', '\\1')"
    return f"{sql.text(notation.prefix)} || {value}" if notation.prefix else value


def is_json_object(text: str) -> str:
    """SQL that is true for text that is one JSON object by RFC 8259, false for any other text."""
    without_strings = f"""regexp_replace({text}, {sql.text(_JSON_STRING)}, '""', 'g')"""
    is_object = f"case when json_valid({text}) then json_type({text}) = 'OBJECT' else false end"
    may_be_lax = rf"{text} ilike '%nan%' or {text} ilike '%inf%' or regexp_matches({text}, ',\s*[}}\]]')"
    is_lax = f"case when {may_be_lax} then regexp_matches({without_strings}, {sql.text(_LAX)}) else false end"
    return f"(({is_object}) and not ({is_lax}))"
