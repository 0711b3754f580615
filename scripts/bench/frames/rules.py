"""The rule seeds as data frames need them: read with DuckDB, valid on the date, of active models."""

from __future__ import annotations

from typing import Any, NamedTuple

import duckdb

from bench.scores import Question
from leads.base import sql

VALID = "valid_from::date <= $as_of and coalesce(valid_to::date > $as_of, true)"


class Rule(NamedTuple):
    """One row of engagement_rules of an active model; decay_days and window_days in days, None where the seed is empty."""

    rule_no: int
    audience: str
    group_id: str
    event_type: str
    property: str | None
    operator: str | None
    value: str | None
    points: float
    cap_count: int | None
    cap_days: int
    window_days: int | None
    decay: str
    decay_days: float | None


class Rules(NamedTuple):
    """rules; dedupe_by: event type -> column of its dedupe key; repeat_seconds: event type -> seconds of a repeat; bounds: (audience, group) -> floor and cap, as text."""

    rules: list[Rule]
    dedupe_by: dict[str, str | None]
    repeat_seconds: dict[str, int | None]
    bounds: list[tuple[str, str, str, str]]


def read_rules(question: Question) -> Rules:
    """The rules of a question."""

    def seed(name: str) -> str:
        return f"read_csv({sql.text(str(question.rules / f'{name}.csv'))}, all_varchar = true)"

    models = f"(select model_id, audience from {seed('scoring_models')} where status = 'active' and {VALID})"
    with duckdb.connect() as con:

        def rows(query: str) -> list[tuple[Any, ...]]:
            parameters = {"as_of": question.as_of} if "$as_of" in query else None
            return con.execute(query, parameters).fetchall()

        rules = rows(
            "select row_number() over (), audience, group_id, event_type, property, operator, value, points::double, "
            "cap_count::int, coalesce(cap_days::int, 1), window_days::int, decay, decay_days::double "
            f"from {seed('engagement_rules')} join {models} using (model_id) where {VALID}"
        )
        types = rows(f"select event_type, dedupe_by from {seed('event_types')}")
        seconds = rows(f"select event_type, repeat_within_seconds::int from {seed('event_types')}")
        bounds = rows(
            f"select audience, group_id, floor, cap from {seed('engagement_groups')} join {models} using (model_id) "
            f"where {VALID}"
        )
    return Rules([Rule(*row) for row in rules], dict(types), dict(seconds), bounds)
