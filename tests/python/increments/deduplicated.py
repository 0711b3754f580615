"""The model int_events_deduplicated, from the project's own file, run by a DuckDB in memory as dbt runs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from leads.base.contract import read_contract
from leads.base.settings import PROJECT_DIR
from leads.load.create_raw_tables import create_raw_tables
from portability.render import Project

MODEL = PROJECT_DIR / "models/intermediate/facts/int_events_deduplicated.sql"
STAGING = PROJECT_DIR / "models/staging/raw/stg_raw__events.sql"
COLUMNS = (
    "event_id", "lead_id", "anonymous_id", "email", "event_type", "occurred_at", "properties", "loaded_at",
    "_load_batch_id",
)  # fmt: skip


@dataclass(frozen=True)
class Delivery:
    """One delivered row of raw.events; the columns it does not name are empty."""

    event_id: str
    lead_id: str | None
    anonymous_id: str | None
    email: str | None
    event_type: str
    occurred_at: datetime
    properties: str | None
    loaded_at: datetime


@dataclass(frozen=True)
class Batch:
    """What one load landed. number: None where rows came into raw without the loader."""

    number: int | None
    rows: tuple[Delivery, ...]


@dataclass(frozen=True)
class Increment:
    """How a later build reads what is new. replaces: the rows of an event it read take the place of those that stand
    (delete+insert on event_id); else they are only added."""

    sql: str
    replaces: bool = True


SPARK_TO_DUCKDB = {
    "xxhash64(a, b, c, d, e)": "hash(a, b, c, d, e)",
    "collect_list(a)": "list(a)",
    "sort_array(a)": "list_sort(a)",
    "array_join(a, b)": "array_to_string(a, b)",
}


class Harness:
    """A warehouse that holds raw.events and the model."""

    def __init__(self) -> None:
        project = Project(PROJECT_DIR)
        self.full_sql = project.render(MODEL).sql
        self.increment = Increment(project.render(MODEL, is_incremental=True).sql)
        self._con = duckdb.connect(config={"threads": 1})
        self._con.execute("set TimeZone = 'UTC'")
        create_raw_tables(self._con, [read_contract()["events"]])
        for seed in ("placeholder_identities", "plausible_times"):
            self._con.execute(f"create table {seed} as from read_csv('{PROJECT_DIR}/seeds/mappings/{seed}.csv')")
        # The text is rendered without dbt, so in its form for Spark.
        for spark, here in SPARK_TO_DUCKDB.items():
            self._con.execute(f"create macro {spark} as {here}")
        self._con.execute(f"create view stg_raw__events as {project.render(STAGING).sql}")
        self._con.execute(f"create table {MODEL.stem} as {self.full_sql}")

    def first_difference(self, batches: tuple[Batch, ...], increment: Increment | None = None) -> int | None:
        """Load and build batch by batch: the position of the first batch after which the model differs from a full
        refresh on all loaded so far; None when none does."""
        self._con.execute("delete from raw.events")
        for position, batch in enumerate(batches):
            self._land(batch)
            if position == 0:
                self._con.execute(f"create or replace table {MODEL.stem} as {self.full_sql}")
            else:
                self._build(increment or self.increment)
            if self._rows(f"from {MODEL.stem}") != self._rows(self.full_sql):
                return position
        return None

    def _land(self, batch: Batch) -> None:
        values = [value for row in batch.rows for value in (*vars(row).values(), batch.number)]
        if values:
            places = ", ".join([f"({', '.join('?' * len(COLUMNS))})"] * len(batch.rows))
            self._con.execute(f"insert into raw.events ({', '.join(COLUMNS)}) values {places}", values)

    def _build(self, increment: Increment) -> None:
        self._con.execute(f"create or replace temp table increment as {increment.sql}")
        if increment.replaces:
            self._con.execute(f"delete from {MODEL.stem} where event_id in (select event_id from increment)")
        self._con.execute(f"insert into {MODEL.stem} from increment")

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return sorted(self._con.execute(sql).fetchall(), key=repr)
