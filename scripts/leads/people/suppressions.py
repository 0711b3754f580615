"""The erased identifiers as keyed hashes: they keep a person out without telling who it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from leads.base import sql
from leads.base.contract import Column
from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import has_table
from leads.base.secret import VARIABLE, create_keyed_hash, key_for, keyed_hash
from leads.base.warehouse import connect, record_of
from leads.people.email_key import email_key
from leads.people.identifiers import EVER, KEYS, NEVER, SHORTEST_WORD, Identifier, normal

PURPOSE = "suppression"
PLACEHOLDER = "placeholder"
CHECK = "check"
# What may be an identifier inside a text: letters, digits and _ . + - @ without a break, or anything between separators.
WORDS = r"[\p{L}\p{N}_.+@-]+"
# Suppressions as rows of SQL, from the parameters of in_columns.
UNNESTED = """
    select
        unnest($1::varchar[]) as kind, unnest($2::varchar[]) as hash, unnest($3::boolean[]) as is_shared,
        unnest($4::date[]) as held_from, unnest($5::date[]) as held_to
"""
CHUNKS = r"""[^\s"',;&=?|<>{}()\[\]]+"""


@dataclass(frozen=True)
class Suppression:
    """One erased identifier: its kind, its keyed hash, whether only rows that it alone decides are kept out, and of those the ones
    of which days: an address of which the days are another's is theirs."""

    kind: str
    hash: str
    is_shared: bool
    held_from: date = EVER
    held_to: date = NEVER


def suppressions_of(warehouse: Path) -> list[Suppression]:
    """The suppressions kept in the record beside a warehouse; none where nobody was ever erased.

    Raises LeadsError (USAGE) when there are some and the secret is not the one they were made with.
    """
    record = record_of(warehouse)
    if not record.exists():
        return []
    with connect(record, read_only=True) as con:
        if not has_table(con, "erased", "suppressions"):
            return []
        rows = kept_in(con, "erased.suppressions")
    if rows:
        require_key(rows, key_for(PURPOSE))
    return [row for row in rows if row.kind != CHECK]


def kept_in(con: duckdb.DuckDBPyConnection, table: str) -> list[Suppression]:
    """Every suppression of a table; those of a former version hold on all days."""
    kept = con.execute(f"select * from {table}")
    names = [column[0] for column in kept.description]
    rows = [dict(zip(names, row, strict=True)) for row in kept.fetchall()]
    return [
        Suppression(
            row["kind"], row["hash"], row["is_shared"], row.get("held_from") or EVER, row.get("held_to") or NEVER
        )
        for row in rows
    ]


def require_key(rows: Iterable[Suppression], key: bytes) -> None:
    """Raises LeadsError (USAGE) for a key other than the one of the suppressions."""
    if any(row.kind == CHECK and row.hash != keyed_hash(key, CHECK) for row in rows):
        raise LeadsError(
            f"{VARIABLE} is not the secret with which people were erased before: set that one, else they would come back.",
            ExitCode.USAGE,
        )


def suppressions_for(identifier: Identifier, key: bytes) -> list[Suppression]:
    """The suppressions of one identifier, one for each period in which it was theirs."""
    hashed = keyed_hash(key, identifier.value)
    return [Suppression(identifier.kind, hashed, identifier.is_shared, *days) for days in identifier.days]


def create_suppressed(con: duckdb.DuckDBPyConnection, rows: Iterable[Suppression], key: bytes) -> None:
    """Give a connection the temporary table `suppressed` and the function that hashes as it does."""
    create_keyed_hash(con, key)
    columns = "kind varchar, hash varchar, is_shared boolean, held_from date, held_to date"
    con.execute(f"create or replace temp table suppressed ({columns})")
    con.execute(f"insert into suppressed {UNNESTED}", in_columns(rows))


def in_columns(rows: Iterable[Suppression]) -> list[list[Any]]:
    """The values of suppressions as the parameters of UNNESTED."""
    listed = [astuple(row) for row in rows]
    return [[row[index] for row in listed] for index in range(5)]


def found_in_keys(con: duckdb.DuckDBPyConnection, relation: str, columns: Iterable[Column]) -> set[Identifier]:
    """The suppressed identifiers that key columns of a relation hold."""
    found: set[Identifier] = set()
    for column in columns:
        name = sql.name(column.name)
        rows = con.execute(
            f"select suppressed.kind, given.value, suppressed.is_shared, "
            "list((held_from, held_to) order by held_from) from "
            f"(select distinct {normal(column.identifies, name)} as value, {_as_hashed_before(column, name)} as before "
            f"from {relation} where {column.identifies_when or 'true'}) as given "
            "inner join temp.suppressed on suppressed.hash in (keyed_hash(given.value), keyed_hash(given.before)) and suppressed.kind = $1 "
            "group by all",
            [column.identifies],
        ).fetchall()
        for kind, value, is_shared, days in rows:
            held = tuple(map(tuple, days)) if is_shared and (EVER, NEVER) not in days else ()
            found.add(Identifier(kind, value, is_shared, held))
    return found


def _as_hashed_before(column: Column, name: str) -> str:
    """SQL of a value as versions without the macro email_key hashed it."""
    return f"lower(trim({name}))" if column.identifies == "email" else name


def found_in_texts(
    con: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str], with_short: bool = False
) -> set[Identifier]:
    """The suppressed identifiers that texts of a relation mention; with_short: also those too short to tell.

    All columns are read by one statement: to plan how an address is keyed takes longer than to read a small table.
    """
    if not columns:
        return set()
    long_enough = "true" if with_short else f"length(word) >= {SHORTEST_WORD} and not regexp_full_match(word, '\\d+')"
    texts = ", ".join(f"cast({sql.name(column)} as varchar)" for column in columns)
    rows = con.execute(
        f"""
        with texts as (
            select distinct replace(text, '%40', '@') as text from (select unnest([{texts}]) as text from {relation})
        ),
        words as (
            select distinct trim(unnest(list_concat(
                regexp_extract_all(text, $1), regexp_extract_all(text, $2)
            )), '.') as word from texts
        ),
        hashed as (
            select
                word,
                keyed_hash(word) as as_is,
                keyed_hash(lower(word)) as lowered,
                keyed_hash({email_key("word")}) as email_key
            from words where {long_enough}
        )
        select suppressed.kind, case kind when 'email' then lower(word) else word end as value
        from hashed
        inner join temp.suppressed
            on not suppressed.is_shared
            and (suppressed.hash = case kind when 'email' then lowered else as_is end
                or (kind = 'email' and suppressed.hash = email_key))
        """,
        [WORDS, CHUNKS],
    ).fetchall()
    return {Identifier(kind, value) for kind, value in rows if kind in KEYS}
