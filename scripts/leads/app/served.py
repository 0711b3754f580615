"""Reads what is published: one whole generation for a visit, by short connections that only read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import streamlit as st

from leads.app.statements import statements
from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import Row, read
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.publish.layout import Layout

# Of a process, two that open the same file at the same moment would both lock its settings.
OPENING = threading.Lock()
TABLES = "select schema_name || '.' || table_name as name from duckdb_tables()"
KEPT = 600


@dataclass(frozen=True)
class Served:
    """One generation for one audience. path: its file, which never changes; the next publication has another."""

    path: Path
    audience: str
    generation: int
    published_at: datetime
    as_of_date: date

    def rows(self, page: str, name: str, **given: object) -> list[Row]:
        """The rows of a statement of a page; values are bound, never written into it."""
        return self.ask(statements(page)[name], **given)

    def row(self, page: str, name: str, **given: object) -> Row:
        """The one row of a statement."""
        [found] = self.rows(page, name, **given)
        return found

    def ask(self, query: str, **given: object) -> list[Row]:
        """The rows of a query, kept for as long as this generation is served."""
        return _kept(str(self.path), query, tuple(sorted(given.items())))

    def page_of(self, query: str, first: int, size: int, **given: object) -> tuple[list[Row], int]:
        """Some rows of a query, and how many it has in all."""
        found = self.ask(f"select count(*) as total from (\n{query}\n)", **given)[0]["total"]
        first = min(first, max(0, (found - 1) // size * size))
        return self.ask(
            f"{query}\nlimit $row_limit offset $row_offset", row_limit=size, row_offset=first, **given
        ), found

    def has(self, table: str) -> bool:
        """Whether it holds a table, as `marts.lead_scores`."""
        return table in {row["name"] for row in self.ask(TABLES)}

    def columns(self, table: str) -> list[str]:
        """The columns of a table of the schema marts."""
        query = "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = $table order by column_index"
        return [row["column_name"] for row in self.ask(query, table=table)]


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published file, open for as long as one question takes. Raises LeadsError (NOT_FOUND) when it was removed meanwhile."""
    with ExitStack() as closing:
        with OPENING:
            con = closing.enter_context(connect(path, read_only=True))
        yield con


def read_now(path: Path, query: str, given: dict[str, object]) -> list[Row]:
    """The rows of a query, read and not kept."""
    with opened(path) as con:
        return read(con, query, **given)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _kept(path: str, query: str, given: tuple[tuple[str, object], ...]) -> list[Row]:
    return read_now(Path(path), query, dict(given))


def served_now(settings: Settings, audience: str) -> Served:
    """The generation that an audience is served now. Raises LeadsError (NOT_FOUND) when nothing is published.

    The link is followed once, so all that a visit reads is of one generation.
    """
    link = Layout(settings.warehouse).served(audience)
    if not link.exists():
        raise LeadsError(
            "Nothing is published yet: run `leads build` and `leads publish`, then reload this page.",
            ExitCode.NOT_FOUND,
        )
    path = link.resolve()
    [row] = _kept(str(path), "select generation, published_at, as_of_date from main.publication", ())
    return Served(path, audience, int(row["generation"]), row["published_at"], row["as_of_date"])


def table_query(table: str) -> str:
    """The statement that reads all of a mart in the order of its columns."""
    return f"select * from marts.{sql.name(table)} order by all"
