"""The SQL that reads text as a number, and says why it cannot.

`850.000` is a thousand times more where the point groups thousands. Without `decimal:` in the mapping the column decides:
see number_columns.
"""

from __future__ import annotations

from leads.base import sql
from leads.load.notation import PLAIN, Notation, in_plain_notation, number_pattern, without_units

# One to three digits, a point, three digits: a number with decimals or one with thousands.
EITHER = r"[+-]?[1-9]\d{0,2}\.\d{3}"
NO_DECIMALS_SAID = (
    "may be a number with decimals or with thousands, as 1.234 is; write `decimal:` of its column into the mapping"
)
COMMA = "has a comma or several points, which mark decimals here and thousands there; write `decimal:` of its column into the mapping"


def number_value(given: str, source_type: str, data_type: str, notation: Notation, typed: str | None = None) -> str:
    """SQL of the number, null where it does not fit: NaN, infinity, decimals of a whole number, another notation.

    typed: SQL that is true for a value which its format marks as a number; the notation of the column is not its.
    """
    is_whole = data_type in ("integer", "bigint")
    if source_type == "VARCHAR" and typed and notation.decimal:
        said = number_value(given, source_type, data_type, notation)
        return f"case when {typed} then {number_value(given, source_type, data_type, PLAIN)} else {said} end"
    if source_type == "VARCHAR":
        bare = without_units(given, notation)
        # Degrees reach no thousand, so what looks like a group there is something else.
        pattern = number_pattern(notation, is_whole, is_grouped=data_type != "double")
        value = f"try_cast({in_plain_notation(bare, notation)} as {data_type})"
        return f"case when {matches(bare, pattern)} then {_finite(value) if data_type == 'double' else value} end"
    value = f"try_cast({given} as {data_type})"
    if source_type == "BOOLEAN":
        return f"cast(null as {data_type})"
    if is_whole and source_type.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        return f"case when {given} = trunc({given}) then {value} end"
    return _finite(value) if data_type == "double" else value


def number_misfits(
    given: str, value: str, source_type: str, data_type: str, notation: Notation, is_either: bool, typed: str | None
) -> tuple[tuple[str, str], ...]:
    """SQL that is true for what does not fit, and the reason, the most telling first.

    is_either: whether the column shows that its points may group thousands. typed: SQL that is true for a value which its
    format marks as a number.
    """
    is_whole = data_type in ("integer", "bigint")
    general = f"is not a {'whole ' if is_whole else ''}number that fits {data_type}"
    misfits = [(f"{given} is not null and {value} is null", general)]
    if source_type == "VARCHAR" and notation.decimal is None:
        if not notation.units:
            misfits.insert(
                0, (f"{value} is null and {matches(given, '[+-]?([0-9.]*,[0-9.,]*|[0-9]+([.][0-9]+){2,})')}", COMMA)
            )
        if is_either:
            unmarked = f"not {typed} and " if typed else ""
            misfits.insert(0, (unmarked + matches(without_units(given, notation), EITHER), NO_DECIMALS_SAID))
    return tuple(misfits)


def matches(expression: str, pattern: str) -> str:
    """SQL that is true for a text which is of a pattern as a whole."""
    return f"regexp_full_match({expression}, {sql.text(pattern)})"


def _finite(expression: str) -> str:
    return f"case when isfinite({expression}) then {expression} end"
