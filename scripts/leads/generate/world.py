"""Build the world in memory and write it to Parquet, one raw table at a time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone
from enum import Enum
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.contract import Column, Table

SQL_DIR = Path(__file__).parent
SETUP_FILES = (
    *("macros", "words", "patterns"),
    *("people", "decisions", "contacts", "activity", "deals"),
    *("profiles", "touches", "parts"),
)
# A world whose outcomes follow from known rules, or from none (planted/): its tables, and what is told of it beside the truth of leads.
PLANTED = "planted"
PLANTED_FILES = ("macros", "planted/people", "planted/deals")
PLANTED_TABLES = ("leads", "events", "opportunities")
PLANTED_TRUTH = ("rules.csv", "leaks.csv", "conversion_rules.csv")
EVENTS_PER_FILE = 2_000_000


class Outcomes(str, Enum):
    """What decides who buys: latent fit and interest; planted rules; or chance alone."""

    latent = "latent"
    planted = "planted"
    chance = "chance"


@dataclass(frozen=True)
class World:
    """How large the world is and when it ends.

    leads: number of leads. days: days from the first to the end date. events_per_lead: mean number of events, where outcomes are latent.
    """

    leads: int
    days: int
    seed: int
    end_date: date
    events_per_lead: float
    outcomes: Outcomes = Outcomes.latent

    @property
    def folder(self) -> str:
        """The folder of the statements of its tables."""
        return "tables" if self.outcomes is Outcomes.latent else PLANTED

    @property
    def setup_files(self) -> tuple[str, ...]:
        """The statements that come before its tables."""
        return SETUP_FILES if self.outcomes is Outcomes.latent else PLANTED_FILES

    def tables_of(self, tables: Mapping[str, Table]) -> dict[str, Table]:
        """The tables of the contract that it fills."""
        return {name: kept for name, kept in tables.items() if self.folder != PLANTED or name in PLANTED_TABLES}

    @property
    def leads_per_file(self) -> int:
        """How many leads share one events file, so that memory does not grow with the world."""
        return max(1, int(EVENTS_PER_FILE / self.events_per_lead))

    @property
    def event_files(self) -> int:
        """Number of events files."""
        return -(-self.leads // self.leads_per_file)

    def variables(self) -> dict[str, int | float]:
        """The variables read by the SQL; names ending in `_s` are seconds since 1970-01-01 UTC or a span of seconds."""
        end = int(datetime.combine(self.end_date, datetime.min.time(), timezone.utc).timestamp()) + 86_400
        return {
            "seed": self.seed,
            "lead_count": self.leads,
            "account_count": max(1, self.leads // 6),
            "events_per_lead": self.events_per_lead,
            "start_s": end - self.days * 86_400,
            "end_s": end - 1,
            "surge_s": min(180, self.days // 2) * 86_400,
            "has_signal": int(self.outcomes is Outcomes.planted),
        }


def write_world(
    world: World,
    tables: Mapping[str, Table],
    folder: Path,
    advance: Callable[[str], None],
    threads: int | None = None,
) -> dict[str, int]:
    """Write every raw table and the truth as Parquet below `folder`; returns the rows per table.

    tables: those of the contract that files can fill. advance: called with the table's name after each file.
    """
    (folder / "truth").mkdir(parents=True)
    rows: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(config={"temp_directory": spill}) as con:
        # The left side of a join streams through, so rows keep the order of the leads.
        con.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
        if threads:
            con.execute(f"set threads = {threads}")
        _set_variables(con, world.variables())
        con.execute(f"set variable rules_file = {sql.text(str(SQL_DIR / PLANTED / 'rules.csv'))}")
        for name in world.setup_files:
            con.execute(_sql(name))
            advance(name)
        for table, kept in world.tables_of(tables).items():
            rows[table] = 0
            for file_name in _files_of(con, world, table):
                rows[table] += _copy(con, _typed(con, world.folder, table, kept.mappable), folder / file_name)
                advance(table)
        planted = world.folder == PLANTED
        _copy(con, _sql(f"{PLANTED}/truth" if planted else "truth"), folder / "truth" / "truth.parquet")
        for name in PLANTED_TRUTH if planted else ():
            shutil.copyfile(SQL_DIR / PLANTED / name, folder / "truth" / name)
        advance("truth")
    return rows


def steps(world: World, tables: Mapping[str, Table]) -> int:
    """How often `write_world` calls `advance`."""
    return len(world.setup_files) + len(world.tables_of(tables)) + world.event_files


def _sql(name: str) -> str:
    return (SQL_DIR / f"{name}.sql").read_text(encoding="utf-8")


def _set_variables(con: duckdb.DuckDBPyConnection, variables: dict[str, int | float]) -> None:
    for name, value in variables.items():
        kind = "bigint" if isinstance(value, int) else "double"
        con.execute(f"set variable {name} = {value!r}::{kind}")


def _files_of(con: duckdb.DuckDBPyConnection, world: World, table: str) -> Iterator[str]:
    """The files of a table; events come in several, each for a range of leads that is set before its name is given."""
    if table != "events":
        yield f"{table}.parquet"
        return
    for number in range(world.event_files):
        first = number * world.leads_per_file
        _set_variables(con, {"first_lead": first, "last_lead": min(world.leads, first + world.leads_per_file)})
        yield f"events_{number + 1:04d}.parquet"


def _typed(con: duckdb.DuckDBPyConnection, place: str, table: str, columns: Mapping[str, Column]) -> str:
    """The query of a table with the contract's columns in its order and types; a column the query leaves out is null."""
    query = _sql(f"{place}/{table}")
    given = {row[0] for row in con.execute(f"describe {query}").fetchall()}
    if not given <= set(columns):
        raise ValueError(f"{place}/{table}.sql has columns outside the raw contract: {sorted(given - set(columns))}")
    casts = (
        f"cast({name if name in given else 'null'} as {column.data_type}) as {name}" for name, column in columns.items()
    )
    return f"select {', '.join(casts)} from ({query})"


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    row = con.execute(f"copy ({query}) to {sql.text(str(path))} (format parquet)").fetchone()
    return int(row[0]) if row else 0
