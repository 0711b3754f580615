"""What names a person, and the table of it that every statement of an erasure reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from leads.base import sql
from leads.base.contract import Column, Table
from leads.base.settings import PROJECT_DIR
from leads.base.time_zone import business_date, business_time_zone
from leads.people.email_key import email_key

EVER, NEVER = date(1, 1, 1), date(9999, 12, 31)
KEYS = ("lead_id", "email", "anonymous_id")
SHORTEST_WORD = 6
SHORTEST_PHONE = 7


@dataclass(frozen=True, order=True)
class Identifier:
    """kind: lead_id, email (its key, see the macro email_key), anonymous_id, phone or name. is_shared: another person claims it too, so
    only rows that it alone decides are the erased person's. held: the days of the business (from, before) on
    which it was theirs, if not on all."""

    kind: str
    value: str
    is_shared: bool = False
    held: tuple[tuple[date, date], ...] = ()

    @property
    def days(self) -> tuple[tuple[date, date], ...]:
        """The periods in which it was theirs, one of all days if it always was."""
        return self.held or ((EVER, NEVER),)

    @property
    def is_telling(self) -> bool:
        """Whether it stands for one person wherever it is read: not `7`, which is a page, a price and an age, too."""
        if self.is_shared:
            return False
        if self.kind == "phone":
            return sum(char.isdigit() for char in self.value) >= SHORTEST_PHONE
        return (
            len(self.value) >= SHORTEST_WORD and not self.value.isdigit() and (self.kind != "name" or " " in self.value)
        )


def normal(kind: str | None, column: str) -> str:
    """SQL of a column as identifiers of its kind compare."""
    if kind == "email":
        return email_key(column)
    return column if kind in ("lead_id", "anonymous_id") else f"lower(trim({column}))"


def key_columns(table: Table) -> list[Column]:
    """The columns that say whose a row is."""
    return [column for column in table.columns if column.identifies in KEYS]


def text_columns(table: Table) -> list[str]:
    """The columns in which a person may be mentioned: text that is neither a key nor a delivered row."""
    return [
        column.name
        for column in table.columns
        if column.data_type in ("varchar", "json") and column.identifies not in (*KEYS, "words")
    ]


def create_forgotten(con: duckdb.DuckDBPyConnection, identifiers: Iterable[Identifier]) -> None:
    """Write the temporary table `forgotten` (kind, value, is_shared, held_from, held_to)."""
    rows = [(row, days) for row in sorted(set(identifiers)) for days in row.days]
    con.execute(
        "create or replace temp table forgotten "
        "(kind varchar, value varchar, is_shared boolean, held_from date, held_to date)"
    )
    con.execute(
        "insert into forgotten select unnest($1::varchar[]), unnest($2::varchar[]), unnest($3::boolean[]), "
        "unnest($4::date[]), unnest($5::date[])",
        [
            [row.kind for row, _ in rows],
            [row.value for row, _ in rows],
            [row.is_shared for row, _ in rows],
            [days[0] for _, days in rows],
            [days[1] for _, days in rows],
        ],
    )


def is_theirs(table: Table) -> str | None:
    """SQL, true for a row of a raw table that is a forgotten person's, else false. None: the table names nobody."""
    columns = key_columns(table)
    if not columns:
        return None
    if table.is_of_first:
        return (
            "case "
            + " ".join(f"when {_name(one)} is not null then {_is_in(one, True)}" for one in columns)
            + " else false end"
        )
    return " or ".join(f"coalesce({_is_in(one, False)}, false)" for one in columns)


def is_mention(column: Column) -> str:
    """SQL, true where a key column of another person's row holds an identifier that is a forgotten person's alone."""
    return _is_in(column, False)


def _is_in(column: Column, with_shared: bool) -> str:
    also = f" and {column.identifies_when}" if column.identifies_when else ""
    value = normal(column.identifies, _name(column))
    theirs = f"select {{}} from temp.forgotten where kind = {sql.text(str(column.identifies))}"
    alone = f"{value} in ({theirs.format('value')} and not is_shared)"
    if not with_shared:
        return f"({alone}{also})"
    # A row without a time goes, too: one of another person lost is a smaller harm than one of theirs kept.
    day = business_date("occurred_at", business_time_zone(PROJECT_DIR))
    day = f"coalesce({day} >= held_from and {day} < held_to, true)"
    return f"(({alone} or exists ({theirs.format('1')} and is_shared and value = {value} and {day})){also})"


def _name(column: Column) -> str:
    return sql.name(column.name)
