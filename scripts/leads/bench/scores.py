"""What every way of scoring is given, and how its scores are compared with the marts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from leads.load import sql
from leads.warehouse import connect


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


def count_different(scores: Path, warehouse: Path) -> int:
    """How many leads differ between the scores of a Parquet file (lead_id, engagement_score) and lead_scores, to the last
    decimal; a lead that only one of them has differs."""
    with connect(warehouse, read_only=True) as con:
        row = con.execute(
            "select count(*) from marts.lead_scores as ours full join "
            f"(select lead_id, engagement_score from read_parquet({sql.file(str(scores))})) as theirs using (lead_id) "
            "where ours.engagement_score is distinct from theirs.engagement_score"
        ).fetchone()
    assert row is not None
    return int(row[0])


def write_scores(con: duckdb.DuckDBPyConnection, query: str, output: Path) -> int:
    """Write the rows of a query as Parquet; how many."""
    row = con.execute(f"copy ({query}) to {sql.text(str(output))} (format parquet)").fetchone()
    assert row is not None
    return int(row[0])
