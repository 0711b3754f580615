"""Run the floor."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench.scores import Question, write_scores
from leads.base import sql

STATEMENT = Path(__file__).with_name("floor.sql").read_text(encoding="utf-8")


def score(question: Question, output: Path) -> int:
    """Write lead_id and engagement_score of every lead as Parquet; how many."""
    variables = {
        **{name: sql.texts(question.files(name)) for name in ("leads", "identity_links", "lead_merges", "events")},
        "rules": sql.text(str(question.rules)),
        "as_of_on": f"date '{question.as_of}'",
    }
    with duckdb.connect() as con:
        for name, value in variables.items():
            con.execute(f"set variable {name} = {value}")
        return write_scores(con, STATEMENT, output)
