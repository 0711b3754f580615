"""Why one lead has its score: its row and its ledger, arranged for reading. Nothing is computed but sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from leads.errors import ExitCode, LeadsError
from leads.marts import Row, read, require_scores

if TYPE_CHECKING:
    import duckdb

DIMENSIONS = ("fit", "engagement")
LEDGER = """
    select * from marts.lead_score_ledger where lead_id = ?
    order by dimension, contribution desc, entry_type, group_id, entry_id
"""


@dataclass(frozen=True)
class Explanation:
    """One lead: its row of lead_scores and its rows of lead_score_ledger."""

    lead: Row
    ledger: list[Row]

    def entries(self, dimension: str, *entry_types: str) -> list[Row]:
        """The ledger rows of a dimension with one of these entry types, most points first."""
        return [row for row in self.ledger if row["dimension"] == dimension and row["entry_type"] in entry_types]

    def groups(self) -> dict[str, list[Row]]:
        """The engagement rows by group: the rules, then what the limits of the group took or gave; best group first."""
        groups: dict[str, list[Row]] = {}
        for row in self.entries("engagement", "rule") + self.entries("engagement", "adjustment"):
            group = group_of(row)
            if group:
                groups.setdefault(group, []).append(row)
        return dict(sorted(groups.items(), key=lambda item: (-total(item[1]), item[0])))

    def corrections(self, dimension: str) -> list[Row]:
        """The limits of the whole dimension and the overrides."""
        adjustments = [row for row in self.entries(dimension, "adjustment") if not group_of(row)]
        return adjustments + self.entries(dimension, "override")

    def total(self, dimension: str) -> Decimal:
        """The sum of all ledger rows of a dimension: the score of the dimension."""
        return total([row for row in self.ledger if row["dimension"] == dimension])

    def disagreements(self) -> list[str]:
        """The dimensions whose ledger does not sum to the score: none, unless a build was cut short."""
        return [name for name in DIMENSIONS if self.total(name) != (self.lead[f"{name}_score"] or 0)]


def read_explanation(con: duckdb.DuckDBPyConnection, lead_id: str) -> Explanation:
    """Read one lead. Raises LeadsError (NOT_FOUND) when there are no scores or no such lead."""
    require_scores(con)
    found = read(con, "select * from marts.lead_scores where lead_id = ?", lead_id)
    if not found:
        raise LeadsError(
            "There is no such lead in the scores; check the id, or whether it was merged, loaded and built.",
            ExitCode.NOT_FOUND,
        )
    return Explanation(lead=found[0], ledger=read(con, LEDGER, lead_id))


def group_of(row: Row) -> str | None:
    """The group of an engagement entry: its group_id, or the group that its group_cap or group_floor names."""
    if row["group_id"]:
        return str(row["group_id"])
    kind, _, group = str(row["entry_id"]).partition(":")
    return group or None if kind in ("group_cap", "group_floor") else None


def total(rows: Sequence[Row]) -> Decimal:
    """The sum of contributions, exact."""
    return sum((row["contribution"] or Decimal(0) for row in rows), Decimal(0))
