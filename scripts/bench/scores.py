"""What every way of scoring is given, and how its scores are compared with the marts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from leads.base import sql


@dataclass(frozen=True)
class Question:
    """The load in one or two folders (the second is the next day), the folder of rule seeds, and the date of the scores."""

    folders: tuple[Path, ...]
    rules: Path
    as_of: date

    def files(self, table: str) -> list[str]:
        """The Parquet files of a raw table, in the order of delivery."""
        pattern = "events_*.parquet" if table == "events" else f"{table}.parquet"
        return [str(file) for folder in self.folders for file in sorted(folder.glob(pattern))]


def differ_from_marts(scores: Path, warehouse: Path) -> int:
    """How many leads differ between a file of scores (lead_id, engagement_score) and lead_scores, to the last decimal; a
    lead that only one of them has differs."""
    with duckdb.connect() as con:  # not the connection of `leads`, which reads no other file
        con.execute(f"attach {sql.text(str(warehouse))} as built (read_only)")
        return _count_different(con, _file(scores), "built.marts.lead_scores")


def differ_from_file(scores: Path, others: Path) -> int:
    """How many leads differ between two files of scores."""
    with duckdb.connect() as con:
        return _count_different(con, _file(scores), _file(others))


def _file(scores: Path) -> str:
    return f"read_parquet({sql.file(str(scores))})"


def _count_different(con: duckdb.DuckDBPyConnection, scores: str, others: str) -> int:
    row = con.execute(
        f"select count(*) from {scores} as one full join {others} as other using (lead_id) "
        "where one.engagement_score is distinct from other.engagement_score"
    ).fetchone()
    assert row is not None
    return int(row[0])


def write_scores(con: duckdb.DuckDBPyConnection, query: str, output: Path) -> int:
    """Write the rows of a query as Parquet; how many."""
    row = con.execute(f"copy ({query}) to {sql.text(str(output))} (format parquet)").fetchone()
    assert row is not None
    return int(row[0])
