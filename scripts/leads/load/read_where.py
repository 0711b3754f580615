"""Reads the `where:` of a mapping entry: words and numbers to compare columns with, never a piece of SQL."""

from __future__ import annotations

from datetime import date
from typing import Any

from leads.load.mapping import Condition

TESTS = ("is", "not", "empty", "at_least", "below")


def read_where(node: Any, table: str) -> tuple[tuple[Condition, ...], ...]:
    """The groups of conditions: a map is one group, a list of maps several of which one must hold.

    Errors: ValueError with the remedy.
    """
    groups = node if isinstance(node, list) else [node]
    if not groups or any(not isinstance(group, dict) or not group for group in groups):
        raise ValueError(f"`where:` of table `{table}` must be source column: value, or a list of such maps")
    return tuple(
        tuple(one for column, test in group.items() for one in _conditions(str(column), test, table))
        for group in groups
    )


def _conditions(column: str, test: Any, table: str) -> list[Condition]:
    """A value or a list of values, else a map of tests that all hold."""
    tests = test if isinstance(test, dict) else {"is": test}
    unknown = [str(key) for key in tests if key not in TESTS]
    if unknown or not tests:
        raise ValueError(
            f"`where:` of table `{table}` has a test `{', '.join(unknown)}` of `{column}`; the tests are {', '.join(TESTS)}"
        )
    return [Condition(column, str(key), _values(column, str(key), value, table)) for key, value in tests.items()]


def _values(column: str, test: str, value: Any, table: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    words = tuple(_word(one) for one in values if one is not None and not isinstance(one, (dict, list)))
    if not words or len(words) != len(values):
        raise ValueError(
            f"`where:` of table `{table}` compares `{column}` with no value; write one, or `{{empty: true}}` for none"
        )
    if test == "empty" and words not in (("true",), ("false",)):
        raise ValueError(f"`empty` of `{column}` in `where:` of table `{table}` is not true or false")
    if test in ("at_least", "below") and not (len(words) == 1 and _is_number(words[0])):
        raise ValueError(f"`{test}` of `{column}` in `where:` of table `{table}` is not a number")
    return words


def _is_number(word: str) -> bool:
    try:
        return abs(float(word)) < 1e300
    except ValueError:
        return False


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return (value.isoformat() if isinstance(value, date) else str(value)).strip().lower()
