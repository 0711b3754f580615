"""The database of a preview: the warehouse as it is kept, read only, and beside it what other rules make of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import memory_limit
from leads.base.warehouse import connect

KEPT, FRESH = "leads: kept", "leads: fresh"
# Names of databases that are there already.
TAKEN = (KEPT, FRESH, "memory", "system", "temp")
STATES = "intermediate.int_lead_states"
# Rows that a preview asks of a table, where not all: it moves the gate and needs no peak of a lead, and no date to come.
ASKED = {
    "intermediate.int_turning_dates__by_model": "is_gate_date",
    "intermediate.int_turning_scores": "is_gate_date",
}
TOUCHED = f"{sql.name(FRESH)}.main.touched"
# Conditions on rows of leads: theirs that are touched, and all others, also of no lead.
THEIRS, OTHERS = f"lead_key in (from {TOUCHED})", f"(lead_key in (from {TOUCHED})) is not true"
# With more of the leads than this, all are computed: to keep the others costs as much.
MOST = 0.9
COLUMNS = "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() where database_name = ? order by column_index"
VIEWS = "select schema_name || '.' || view_name from duckdb_views() where database_name = ?"
STATEMENTS = "select table_name, statement, parents, catalog, as_of_date from {}.operations.statements"
# Every lead is asked anew, from its first day on; what the last build renewed does not bound a preview.
EVERYONE = "select lead_key, date '0001-01-01' as renewed_from_on from {}.intermediate.int_leads_keyed"


@dataclass(frozen=True)
class Statement:
    """How a build computed a model, and the tables that it read (schema and name)."""

    query: str
    parents: tuple[str, ...]


@dataclass
class Scratch:
    """Three databases in one connection. `kept`: the warehouse. `fresh`: tables computed by other rules. `seen`: views under the
    name by which statements know the warehouse, each of a fresh table where there is one, else of the kept one."""

    con: duckdb.DuckDBPyConnection
    statements: dict[str, Statement]
    seen: str
    as_of_date: date
    kept_columns: dict[str, dict[str, str]]
    views: frozenset[str]
    made: set[str] = field(default_factory=set)
    # Tables of which only the rows of touched leads were made, and whether views show these leads only.
    partly: set[str] = field(default_factory=set)
    is_narrowed: bool = False
    narrow: bool = False
    shown: dict[str, bool] = field(default_factory=dict)

    def show(self, table: str) -> None:
        """Let statements see a table, and what it follows from where it is a view."""
        fresh = self.asked(FRESH, table) if table in self.made else None
        is_view = not fresh and table in self.views
        if is_view:
            self.show_parents(table)
        if self.shown.get(table) == self.narrow:
            return
        self.shown[table] = self.narrow
        if is_view:
            self._view(table, self.statements[table].query)
        elif fresh and table in self.partly and not self.narrow:
            self._view(table, f"{self.asked(KEPT, table, OTHERS)} union all by name {fresh}")
        else:
            ours = (THEIRS,) if self.narrow and "lead_key" in self.kept_columns[table] else ()
            self._view(table, self.asked(FRESH if fresh else KEPT, table, *ours))

    def show_parents(self, table: str) -> None:
        """Let statements see what a model reads."""
        for parent in self.statements[table].parents:
            self.show(parent)

    def show_without(self, table: str, columns: frozenset[str]) -> None:
        """Let statements see a table without some of its columns, until `show_again`."""
        left = ", ".join(sql.name(column) for column in self.columns(table) if column not in columns)
        self._view(table, f"select {left} from {self.of(FRESH, table)}")

    def show_again(self, table: str) -> None:
        """Let statements see a table as it is now."""
        self.shown.pop(table, None)
        self.show(table)

    def asked(self, place: str, table: str, *conditions: str) -> str:
        """A query of the rows of a kept or fresh table that a preview asks: of dates to come none."""
        asked = [*conditions, *([ASKED[table]] if table in ASKED else [])]
        if "as_of_date" in self.kept_columns[table]:
            asked.append(f"as_of_date <= date '{self.as_of_date}'")
        return f"select * from {self.of(place, table)} where {' and '.join(asked) or 'true'}"

    def compute(self, table: str, query: str | None = None) -> None:
        """Make a fresh table by the statement of the build, or by another query; where leads were narrowed, of these."""
        self.narrow = self.is_narrowed and not query and "lead_key" in self.kept_columns[table]
        if not query:
            self.show_parents(table)
            query = self.statements[table].query
        self.partly.discard(table)
        if self.narrow:
            query = f"select * from (\n{query}\n) as computed where {THEIRS}"
            self.partly.add(table)
        self.con.execute(f"create or replace table {self.of(FRESH, table)} as {query}")
        self.narrow = False
        self.made.add(table)
        self.show_again(table)

    def narrow_to(self, tables: Collection[str]) -> None:
        """From now on compute only the leads of which a row of these fresh tables differs, unless they are most of all."""
        self.con.execute(f"create or replace table {TOUCHED} (lead_key bigint)")
        for table in tables:
            hashed = ", ".join(sql.name(column) for column in self.kept_columns[table])
            one, other = (
                f"select lead_key, count(*) as row_count, sum(hash({hashed})) as row_hash from ({self.asked(place, table)}) group by 1"
                for place in (KEPT, FRESH)
            )
            self.con.execute(
                f"insert into {TOUCHED} select coalesce(one.lead_key, other.lead_key) from ({one}) as one full outer join ({other}) as "
                "other on one.lead_key = other.lead_key where (one.row_count, one.row_hash) is distinct from "
                "(other.row_count, other.row_hash)"
            )
        touched = f"select count(distinct lead_key) from {TOUCHED}"
        [share] = self.con.execute(
            f"select ({touched}) / greatest(count(*), 1) from {self.of(KEPT, 'intermediate.int_leads_keyed')}"
        ).fetchone() or (1.0,)
        self.is_narrowed = float(share) < MOST

    def forget(self, table: str) -> None:
        """A fresh table that is as the kept one."""
        self.con.execute(f"drop table {self.of(FRESH, table)}")
        self.made.discard(table)
        self.partly.discard(table)
        self.show_again(table)

    def columns(self, table: str) -> dict[str, str]:
        """Names of the columns of a fresh table with their types."""
        return self.described(f"from {self.of(FRESH, table)}")

    def described(self, query: str) -> dict[str, str]:
        """Names and types of the columns of a query. Raises duckdb.Error when it reads what is not there."""
        return {row[0]: row[1] for row in self.con.execute(f"describe {query}").fetchall()}

    def of(self, place: str, table: str) -> str:
        """A table (schema and name) in one of the databases."""
        schema, name = table.split(".", 1)
        return f"{sql.name(place)}.{sql.name(schema)}.{sql.name(name)}"

    def _view(self, table: str, query: str) -> None:
        self.con.execute(f"create or replace view {self.of(self.seen, table)} as {query}")


@contextmanager
def scratch(warehouse: Path) -> Iterator[Scratch]:
    """Open the warehouse for reading, with room beside it for what is computed; gone on leaving.

    Raises LeadsError: NOT_FOUND where there is no warehouse or no build whose statements are known, LOCKED when another process
    writes to it, USAGE for a file named like a database of DuckDB's own.
    """
    with connect(warehouse, read_only=True):
        pass  # says who holds it
    with TemporaryDirectory(prefix="leads-whatif-") as spilled, _opened(spilled) as con:
        con.execute(f"attach {sql.text(str(warehouse))} as {sql.name(KEPT)} (read_only)")
        catalog, as_of_date, statements = _statements(con)
        for place in (FRESH, catalog):
            con.execute(f"attach ':memory:' as {sql.name(place)}")
            for schema in {table.split(".")[0] for table in statements} | {"rules", "raw"}:
                con.execute(f"create schema if not exists {sql.name(place)}.{sql.name(schema)}")
        con.execute("set enable_external_access = false")
        made = Scratch(con, statements, catalog, as_of_date, *_kept(con))
        made.compute("intermediate.int_leads_renewed", EVERYONE.format(sql.name(KEPT)))
        yield made


def no_build() -> LeadsError:
    """What to raise where a model is not of the build that the scores are of."""
    return LeadsError(
        "The warehouse has no whole build of this version to start from; run `leads build` first.", ExitCode.NOT_FOUND
    )


def _kept(con: duckdb.DuckDBPyConnection) -> tuple[dict[str, dict[str, str]], frozenset[str]]:
    """The columns of every table of the warehouse with their types, and which are views."""
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(COLUMNS, [KEPT]).fetchall():
        columns.setdefault(table, {})[column] = kind
    return columns, frozenset(row[0] for row in con.execute(VIEWS, [KEPT]).fetchall())


@contextmanager
def _opened(spilled: str) -> Iterator[duckdb.DuckDBPyConnection]:
    limit = memory_limit()
    con = duckdb.connect(":memory:", config={"memory_limit": limit} if limit else {})
    try:
        con.execute(
            f"set TimeZone = 'UTC'; set temp_directory = {sql.text(spilled)}; set preserve_insertion_order = false"
        )
        yield con
    finally:
        con.close()


def _statements(con: duckdb.DuckDBPyConnection) -> tuple[str, date, dict[str, Statement]]:
    try:
        rows = con.execute(STATEMENTS.format(sql.name(KEPT))).fetchall()
    except duckdb.CatalogException:
        rows = []
    builds = [row[3:] for row in rows if row[0] == STATES]
    if not builds:
        raise no_build()
    catalog, built = builds[0]
    if catalog.lower() in TAKEN:
        raise LeadsError(
            f"A warehouse file called {catalog} cannot be previewed; give it another name.", ExitCode.USAGE
        )
    return catalog, built, {row[0]: Statement(row[1], tuple(row[2])) for row in rows if row[3:] == builds[0]}
