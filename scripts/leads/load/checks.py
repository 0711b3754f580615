"""What must hold within a row beyond type and presence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """column: the one at fault, None for the row. reason: follows its name. columns: read by misfit, SQL over them
    (`{name}` for each) that is true for a row that does not fit."""

    column: str | None
    reason: str
    columns: tuple[str, ...]
    misfit: str


def _one_of(column: str, *words: str, value: str = "{{{}}}") -> Check:
    """The column holds one of the words or nothing; value: SQL over the column (`{}` for its name)."""
    known = ", ".join(f"'{word}'" for word in words)
    reason = f"is not {', '.join(words[:-1])} or {words[-1]}"
    return Check(column, reason, (column,), f"{value.format(column)} not in ({known})")


_ACTIVITIES = ("assigned", "contacted", "accepted", "rejected", "qualified", "recycled", "disqualified")

CHECKS: dict[str, tuple[Check, ...]] = {
    "leads": (_one_of("audience", "b2b", "b2c", value="nullif(trim(lower({{{}}})), '')"),),
    "events": (
        Check(
            None,
            "has neither lead_id nor anonymous_id nor email",
            ("lead_id", "anonymous_id", "email"),
            "coalesce({lead_id}, {anonymous_id}, {email}) is null",
        ),
    ),
    "sales_activities": (_one_of("activity_type", *_ACTIVITIES),),
    "survey_responses": (
        _one_of("population", "customer", "employee"),
        _one_of("survey_kind", "nps", "enps", "pulse"),
    ),
    "score_overrides": (_one_of("dimension", "fit", "engagement"),),
}
