"""What must hold within a row beyond type and presence."""

from __future__ import annotations

from dataclasses import dataclass

from leads.load import sql


@dataclass(frozen=True)
class Check:
    """column: the one at fault, None for the row. reason: follows its name. columns: read by misfit, SQL over them
    (`{name}` for each) that is true for a row that does not fit."""

    column: str | None
    reason: str
    columns: tuple[str, ...]
    misfit: str


_DIMENSIONS = ("fit", "engagement")

CHECKS: dict[str, tuple[Check, ...]] = {
    "events": (
        Check(
            None,
            "has neither lead_id nor anonymous_id nor email",
            ("lead_id", "anonymous_id", "email"),
            "coalesce({lead_id}, {anonymous_id}, {email}) is null",
        ),
    ),
    "score_overrides": (
        Check(
            "dimension",
            "is neither fit nor engagement",
            ("dimension",),
            f"{{dimension}} not in ({', '.join(map(sql.text, _DIMENSIONS))})",
        ),
    ),
}
