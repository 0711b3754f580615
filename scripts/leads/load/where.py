"""The SQL of a `where:`: values are quoted, columns are those that the reader opened."""

from __future__ import annotations

from collections.abc import Mapping

from leads.base import sql
from leads.load.delivery import SourceColumn
from leads.load.mapping import Condition
from leads.load.notation import trimmed


def where_sql(groups: tuple[tuple[Condition, ...], ...], columns: Mapping[str, SourceColumn]) -> str:
    """SQL that is true for a row to take, else false, never null.

    Text is compared without regard to capitals and to blanks around it.
    """
    either = (" and ".join(_condition(one, columns) for one in group) for group in groups)
    return f"coalesce({' or '.join(f'({group})' for group in either)}, false)"


def _condition(condition: Condition, columns: Mapping[str, SourceColumn]) -> str:
    if condition.column not in columns:  # a key that no record of a JSON file has
        holds = condition.test == "not" or (condition.test, condition.values) == ("empty", ("true",))
        return "true" if holds else "false"
    text = f"nullif({trimmed(f'lower(cast({columns[condition.column].expression} as varchar))')}, '')"
    words = ", ".join(map(sql.text, condition.values))
    if condition.test == "is":
        return f"coalesce({text} in ({words}), false)"
    if condition.test == "not":
        return f"coalesce({text} not in ({words}), true)"
    if condition.test == "empty":
        return f"{text} is {'' if condition.values == ('true',) else 'not '}null"
    number, sign = f"try_cast({text} as double)", ">=" if condition.test == "at_least" else "<"
    return f"coalesce({number} {sign} {sql.text(condition.values[0])}::double, false)"
