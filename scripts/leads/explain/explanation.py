"""Why one lead has its score: its row and its ledger, arranged for reading. Nothing is computed but sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import Row, has_table, read

if TYPE_CHECKING:
    import duckdb

DIMENSIONS = ("fit", "engagement")
LEDGER = """
    select * from marts.lead_score_ledger where lead_id = ?
    order by dimension, contribution desc, entry_type, group_id, entry_id
"""


MODEL = """
    select * from rules.scoring_models
    where model_id = ? and valid_from <= ? and (valid_to is null or valid_to > ?)
"""
STAY = "select * from marts.lead_stage_history where lead_id = ? and is_current"
HAND_OVER = "select * from marts.mql_sla where lead_id = ? order by cycle_no desc limit 1"
CHANGES = "select * from marts.lead_score_changes where lead_id = ? order by from_date"
MERGES = "select surviving_lead_id from raw.lead_merges where merged_lead_id = ? order by merged_at desc limit 1"
CORRECTIONS = ("adjustment", "override", "limit of overrides")


@dataclass(frozen=True)
class Explanation:
    """One lead: its row of lead_scores, its rows of lead_score_ledger, the weight of fit (0..1) in its model if known and
    whether that adds fit and engagement, its
    current stay in the funnel, its last hand-over to sales, and why its score moved since earlier dates, oldest first."""

    lead: Row
    ledger: list[Row]
    fit_weight: Decimal | None = None
    is_additive: bool = False
    stay: Row | None = None
    hand_over: Row | None = None
    changes: list[Row] = field(default_factory=list)

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
        """The limits of the whole dimension, then the overrides, then the limits of the overrides."""
        adjustments = [row for row in self.entries(dimension, "adjustment") if not group_of(row)]
        return sorted(
            adjustments + self.entries(dimension, "override"), key=lambda row: CORRECTIONS.index(kind_of(row))
        )

    def total(self, dimension: str) -> Decimal:
        """The sum of all ledger rows of a dimension: the score of the dimension."""
        return total([row for row in self.ledger if row["dimension"] == dimension])

    def disagreements(self) -> list[str]:
        """The dimensions whose ledger does not sum to the score: none, unless a build was cut short."""
        return [name for name in DIMENSIONS if self.total(name) != (self.lead[f"{name}_score"] or 0)]


def read_explanation(con: duckdb.DuckDBPyConnection, lead_id: str) -> Explanation:
    """Read one lead. Raises LeadsError (NOT_FOUND) when there is no such lead, or it was merged into another."""
    found = read(con, "select * from marts.lead_scores where lead_id = ?", lead_id)
    if not found:
        survivor = _survivor(con, lead_id)
        if survivor:
            raise LeadsError(f"Lead {lead_id} was merged into {survivor}; explain that one.", ExitCode.NOT_FOUND)
        raise LeadsError(
            "There is no such lead in the scores; check the id, or whether it was merged, loaded and built.",
            ExitCode.NOT_FOUND,
        )
    model = _model(con, found[0])
    return Explanation(
        found[0],
        read(con, LEDGER, lead_id),
        model.get("fit_weight"),
        model.get("combination") == "additive",
        stay=_first(_rows_of(con, "lead_stage_history", STAY, lead_id)),
        hand_over=_first(_rows_of(con, "mql_sla", HAND_OVER, lead_id)),
        changes=_rows_of(con, "lead_score_changes", CHANGES, lead_id),
    )


def _rows_of(con: duckdb.DuckDBPyConnection, mart: str, sql: str, lead_id: str) -> list[Row]:
    """The rows of a lead in a mart; none when only some models were built."""
    return read(con, sql, lead_id) if has_table(con, "marts", mart) else []


def _first(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None


def _model(con: duckdb.DuckDBPyConnection, lead: Row) -> Row:
    if not has_table(con, "rules", "scoring_models"):
        return {}
    return _first(read(con, MODEL, lead["model_id"], lead["as_of_date"], lead["as_of_date"])) or {}


def _survivor(con: duckdb.DuckDBPyConnection, lead_id: str) -> str | None:
    """The lead at the end of the merges that start with this one; None when it was not merged."""
    chain = [lead_id]
    while has_table(con, "raw", "lead_merges") and (merges := read(con, MERGES, chain[-1])):
        if merges[0]["surviving_lead_id"] in chain:
            break
        chain.append(merges[0]["surviving_lead_id"])
    return chain[-1] if len(chain) > 1 else None


def kind_of(row: Row) -> str:
    """The entry type, and `limit of overrides` for the cap and floor that an override pair has."""
    return CORRECTIONS[-1] if row["entry_id"] in ("override_cap", "override_floor") else str(row["entry_type"])


def group_of(row: Row) -> str | None:
    """The group of an engagement entry: its group_id, or the group that its group_cap or group_floor names."""
    if row["group_id"]:
        return str(row["group_id"])
    kind, _, group = str(row["entry_id"]).partition(":")
    return group or None if kind in ("group_cap", "group_floor") else None


def total(rows: Sequence[Row]) -> Decimal:
    """The sum of contributions, exact."""
    return sum((row["contribution"] or Decimal(0) for row in rows), Decimal(0))
