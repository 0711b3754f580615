"""Contributions without decay and with a linear one are exact, in the SQL of DuckDB and in that of Spark."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, NamedTuple

import duckdb
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from leads.base.settings import PROJECT_DIR

MACROS = ("dialect/whole_quotient.sql", "scoring/decayed_micro_points.sql")


class Day(NamedTuple):
    """Accepted events of one day of a rule, as the macro takes them."""

    points: Decimal
    accepted_count: int
    decay: str
    decay_days: int | None
    age: int

    def micro_points(self) -> int:
        """Millionths of a point, in fractions, half away from zero."""
        share = Fraction(1) if self.decay_days is None else max(Fraction(0), 1 - Fraction(self.age, self.decay_days))
        exact = abs(Fraction(self.points)) * share * self.accepted_count * 1_000_000
        rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
        return rounded if self.points > 0 else -rounded


def formula(dialect: str) -> str:
    """The macro's SQL for a dialect over the columns of a day, as DuckDB runs it."""
    names: dict[str, Any] = {"return": lambda value: value}
    names["adapter"] = SimpleNamespace(dispatch=lambda name, package: names[f"{dialect}__{name}"])
    for path in MACROS:
        text = (PROJECT_DIR / "macros" / path).read_text(encoding="utf-8")
        names.update(vars(Environment(autoescape=False).from_string(text, names).make_module(names)))
    sql = str(names["decayed_micro_points"]("points", "accepted_count", "decay", "age", "decay_days"))
    return sql if dialect == "duckdb" else sqlglot.transpile(sql, read="spark", write="duckdb")[0]


FORMULAS = {dialect: formula(dialect) for dialect in ("duckdb", "default")}
TYPES = ("decimal(9, 2)", "decimal(18, 6)")


def computed(days: list[Day], dialect: str, points_type: str) -> list[int]:
    """What the macro makes of each day."""
    rows = ", ".join(
        f"({at}, {points}, {count}, '{decay}', {'null' if decay_days is None else decay_days}, {age})"
        for at, (points, count, decay, decay_days, age) in enumerate(days)
    )
    query = f"""
        with days as (
            select
                place, cast(points as {points_type}) as points, cast(accepted_count as bigint) as accepted_count, decay,
                cast(decay_days as integer) as decay_days, cast(age as bigint) as age
            from (values {rows}) as days (place, points, accepted_count, decay, decay_days, age)
        )
        select {FORMULAS[dialect]} from days order by place
    """
    with duckdb.connect() as con:
        return [micro_points for (micro_points,) in con.execute(query).fetchall()]


def days_with(places: int) -> st.SearchStrategy[list[Day]]:
    """Days of rules as wide as rules check allows, many with a divisor that makes ties."""
    points = st.decimals(-1000, 1000, places=places, allow_nan=False, allow_infinity=False)
    decay_days = st.one_of(st.none(), st.sampled_from([2**n for n in range(16)]), st.integers(1, 36_500))
    return st.lists(
        st.builds(
            lambda points, count, decay_days, age: Day(
                points, count, "none" if decay_days is None else "linear", decay_days, age
            ),
            points,
            st.one_of(st.integers(1, 5), st.integers(1, 250_000)),
            decay_days,
            st.one_of(st.integers(0, 64), st.integers(0, 40_000)),
        ),
        min_size=1,
        max_size=60,
    )


@pytest.mark.parametrize("dialect", FORMULAS)
@pytest.mark.parametrize(("places", "points_type"), list(zip((2, 6), TYPES, strict=True)))
@settings(max_examples=10, deadline=None)
@given(st.data())
def test_none_and_linear_are_exact(dialect: str, places: int, points_type: str, data: st.DataObject) -> None:
    days = data.draw(days_with(places))
    assert computed(days, dialect, points_type) == [day.micro_points() for day in days]


@pytest.mark.parametrize("dialect", FORMULAS)
@pytest.mark.parametrize("sign", [1, -1])
def test_ties_go_away_from_zero(dialect: str, sign: int) -> None:
    points = sign * Decimal("8.77")  # 4.1109375 points at age 34; in double 4.110937
    worths = computed([Day(points, 1, "linear", 64, 34), Day(points, 1, "linear", 64, 64)], dialect, TYPES[0])
    assert worths == [sign * 4_110_938, 0]


@pytest.mark.parametrize("dialect", FORMULAS)
def test_exponential_is_a_rounded_double(dialect: str) -> None:
    days = [Day(Decimal("8"), 3, "exponential", 30, 10), Day(Decimal("-8"), 1, "exponential", 30, 60)]
    assert computed(days, dialect, TYPES[0]) == [19_048_813, -2_000_000]


def test_the_range_ends_in_an_error_and_never_in_a_wrong_number() -> None:
    most = Day(Decimal(1000), 250_000, "linear", 36_500, 0)
    assert computed([most, most._replace(points=Decimal(-1000))], "duckdb", TYPES[0]) == [250 * 10**12, -250 * 10**12]
    with pytest.raises(duckdb.OutOfRangeException):
        computed([most._replace(accepted_count=260_000)], "duckdb", TYPES[0])
