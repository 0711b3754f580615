"""The operators, decided by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .compare import as_number, matches, text


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1e3", "1000"),
        (" +5. ", "5"),
        ("-.5", "-0.5"),
        ("1.0000000005", "1.000000001"),
        ("007", "7"),
        ("NaN", None),
        ("inf", None),
        ("1,000", None),
        ("", None),
        ("1 2", None),
        ("1" * 30, None),
    ],
)
def test_a_number_is_what_fits_decimal_38_9(written: str, number: str | None) -> None:
    assert as_number(written) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("value", "operator", "target", "high", "expected"),
    [
        ("10", "eq", "10.0", None, True),
        ("9", "lt", "10", None, True),
        ("Berlin ", "eq", "berlin", None, True),
        ("ten", "gt", "9", None, False),
        ("ten", "lt", "9", None, False),
        ("ten", "neq", "9", None, True),
        ("b", "gte", "B", None, True),
        ("b", "lte", "a", None, False),
        ("5", "between", "5", "9", True),
        ("9", "between", "5", "9", True),
        ("9.000000001", "between", "5", "9", False),
        ("7", "between", "5|9", None, True),
        ("x", "between", "5", "9", False),
        ("7.0", "in", "1| 7 |9", None, True),
        ("7", "not_in", "1|7", None, False),
        ("8", "not_in", "1|7", None, True),
        ("Vice President", "contains", "director|president", None, True),
        ("10115", "starts_with", "20|10", None, True),
        ("ann@uni.edu", "ends_with", ".com|.EDU", None, True),
        ("ann@mail.Rival.com", "matches_domain", "rival.com", None, True),
        ("rival.com", "matches_domain", "other.com|rival.com", None, True),
        ("ann@notrival.com", "matches_domain", "rival.com", None, False),
        (None, "is_null", None, None, True),
        ("x", "is_null", None, None, False),
        ("x", "is_not_null", None, None, True),
        (None, "neq", "x", None, False),
        (None, "not_in", "x", None, False),
    ],
)
def test_operators(value: str | None, operator: str, target: str | None, high: str | None, expected: bool) -> None:
    assert matches(value, operator, target, high) is expected


def test_an_unknown_operator_is_an_error() -> None:
    with pytest.raises(ValueError, match="like"):
        matches("x", "like", "x")


def test_raw_values_become_text() -> None:
    assert (text(True), text(Decimal("5.00")), text(7), text("  "), text(None)) == ("true", "5.00", "7", None, None)
