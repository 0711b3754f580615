"""Notes beside the state of syncs, in the same file: marks and matters.

A mark says of what a thing was last done (a load, a build, a digest). A matter was told to somebody: a run that failed, a hand-raise.
Both are hints: without the file everything is done, and the open failure told, once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leads.base.clock import now
from leads.base.warehouse import connect, sync_state_of
from leads.sync import state

TABLES = """
    create schema if not exists notes;
    create table if not exists notes.marks (topic varchar, mark varchar, noted_at timestamp);
    create table if not exists notes.matters (matter varchar, lead_id varchar, told_at timestamp);
"""


@dataclass(frozen=True)
class Notes:
    """The notes of a warehouse. Each call opens the file for a moment. Raises LeadsError (LOCKED) while a sync runs."""

    warehouse: Path

    def mark(self, topic: str) -> str | None:
        """What was noted of a topic."""
        found = self._read("select mark from notes.marks where topic = $1", [topic])
        return str(found[0][0]) if found else None

    def note(self, topic: str, mark: str) -> None:
        """Note it in place of what was noted before."""
        with self._writing() as con:
            con.execute("delete from notes.marks where topic = $1", [topic])
            con.execute("insert into notes.marks values ($1, $2, $3)", [topic, mark, now()])

    def forget(self, topic: str) -> None:
        """As if nothing had been noted."""
        with self._writing() as con:
            con.execute("delete from notes.marks where topic = $1", [topic])

    def told(self, kind: str) -> set[tuple[str, str]]:
        """The matters of a kind (how they begin) that were told, with their lead ids."""
        query = "select matter, lead_id from notes.matters where starts_with(matter, $1)"
        return {(str(matter), str(lead)) for matter, lead in self._read(query, [kind])}

    def tell(self, matters: Iterable[tuple[str, str]]) -> None:
        """Note matters with their lead ids as told."""
        rows = list(matters)
        with self._writing() as con:
            con.execute(
                "insert into notes.matters select unnest($1::varchar[]), unnest($2::varchar[]), $3",
                [[matter for matter, _ in rows], [lead for _, lead in rows], now()],
            )

    def _read(self, query: str, parameters: list[str]) -> list[tuple[object, ...]]:
        path = sync_state_of(self.warehouse)
        if not path.exists():
            return []
        with connect(path, read_only=True) as con:
            try:
                return list(con.execute(query, parameters).fetchall())
            except duckdb.CatalogException:  # nothing was ever noted
                return []

    @contextmanager
    def _writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with state.opened(self.warehouse) as con:
            con.begin()
            con.execute(TABLES)
            yield con
            con.commit()
