"""The scratch database of a replay: a copy of the history to go on from, and the move back when all dates are scored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.base.warehouse import connect, replay_of
from leads.replay.request import Request

if TYPE_CHECKING:
    import duckdb

# What a replay reads of a build: when any of it is another at the end, the numbers are of two builds.
BUILD = """
    select (select count(*)::text || ' ' || coalesce(bit_xor(hash(kept)), 0)::text from {place}.marts.{mart} as kept)
        || (select coalesce(max(known_on), '1900-01-01')::text from {place}.intermediate.int_score_dates)
        || (select max(ruleset_version) from {place}.intermediate.int_ruleset)
"""
# A history may get rows on the first date after the range that it holds, so that later dates go on saying what they say.
TOUCHED = "select coalesce(min(as_of_date), $last) from scratch.marts.{mart} where as_of_date > $last"


@contextmanager
def scratch(settings: Settings, request: Request) -> Iterator[Scratch]:
    """A fresh scratch database with a copy of the history; gone on leaving, whatever happened.

    What a killed replay left is removed first. Raises LeadsError (LOCKED) when another process holds it or the warehouse.
    """
    made = Scratch(settings, request)
    _require_free(replay_of(settings.warehouse))
    made.remove()
    try:
        made.copy_history()
        yield made
    finally:
        made.remove()


@dataclass
class Scratch:
    """The scratch file of one replay."""

    settings: Settings
    request: Request
    build: str = ""

    def copy_history(self) -> None:
        """Copy the mart that the replay goes on from, and note the build it is of."""
        with self._both(writes_warehouse=False) as con:
            self.build = self._build(con, "main_warehouse")
            con.execute("create schema marts")
            con.execute(f"create table marts.{self.request.mart} as from main_warehouse.marts.{self.request.mart}")

    def has_rules_of_build(self) -> bool:
        """Whether the rule seeds in the folder and the time zone, as dbt has just read them, are those of the last build."""
        with self._both(writes_warehouse=False) as con:
            query = "select ruleset_version from {}intermediate.int_ruleset"
            return con.execute(query.format("")).fetchall() == con.execute(query.format("main_warehouse.")).fetchall()

    def move(self) -> tuple[int, int]:
        """Replace the dates in the warehouse in one transaction; numbers of leads and of rows that now stand in the range.

        Raises LeadsError (LOCKED) when the warehouse was built meanwhile.
        """
        mart, dates = self.request.mart, {"first": self.request.first, "last": self.request.last}
        with self._both(writes_warehouse=True) as con:
            if self._build(con, sql.name(_name(con))) != self.build:
                raise LeadsError(
                    "The warehouse was built while it was replayed, so nothing was written; run the replay again.",
                    ExitCode.LOCKED,
                )
            touched = con.execute(TOUCHED.format(mart=mart), {"last": self.request.last}).fetchone()
            columns = ", ".join(sql.name(row[0]) for row in con.execute(f"describe marts.{mart}").fetchall())
            span = [self.request.first, touched[0] if touched else self.request.last]
            con.execute("begin")
            con.execute(f"delete from marts.{mart} where as_of_date between ? and ?", span)
            con.execute(
                f"insert into marts.{mart} ({columns}) select {columns} from scratch.marts.{mart} "
                "where as_of_date between ? and ?",
                span,
            )
            con.execute("commit")
            found = con.execute(
                f"select count(distinct lead_id), count(*) from marts.{mart} where as_of_date between $first and $last",
                dates,
            ).fetchone()
            return (int(found[0]), int(found[1])) if found else (0, 0)

    def remove(self) -> None:
        """Delete the scratch file and what DuckDB puts beside it."""
        path = replay_of(self.settings.warehouse)
        for ending in ("", ".wal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)

    def _build(self, con: duckdb.DuckDBPyConnection, place: str) -> str:
        row = con.execute(BUILD.format(place=place, mart=self.request.mart)).fetchone()
        return str(row[0]) if row else ""

    @contextmanager
    def _both(self, writes_warehouse: bool) -> Iterator[duckdb.DuckDBPyConnection]:
        """Both files in one connection: the one to write opened, the other attached read-only."""
        warehouse, path = self.settings.warehouse, replay_of(self.settings.warehouse)
        opened, attached, name = (
            (warehouse, path, "scratch") if writes_warehouse else (path, warehouse, "main_warehouse")
        )
        with connect(attached, read_only=True):
            pass  # says who holds it
        with connect(opened) as con:
            con.execute(f"attach {sql.text(str(attached))} as {name} (read_only)")
            yield con


def _require_free(path: Path) -> None:
    """Raises LeadsError (LOCKED) when another replay holds the scratch file; one that a kill left half written is free."""
    try:
        with connect(path, read_only=True):
            pass
    except LeadsError as error:
        if error.exit_code == ExitCode.LOCKED:
            raise


def _name(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("select current_database()").fetchone()
    return str(row[0]) if row else ""
