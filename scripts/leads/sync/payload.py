"""What is published, as a destination maps it: fields, their values and a fingerprint of each row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.publish.layout import ANALYSTS, Layout
from leads.sync.destination_base import Destination

KEY = "lead_id"
SCHEMA = "activation"


@dataclass(frozen=True)
class Source:
    """What is published: its generation, the rules it was scored by, and a fingerprint of the mapping that reads it."""

    generation: int
    ruleset_version: str | None
    mapping_hash: str


@contextmanager
def published(con: duckdb.DuckDBPyConnection, warehouse: Path) -> Iterator[None]:
    """Attach what analysts read, as `published`, and let it go at once. Raises LeadsError (NOT_FOUND) without it."""
    served = Layout(warehouse).served(ANALYSTS)
    if not served.exists():
        raise LeadsError("Nothing is published yet: run `leads build` and `leads publish` first.", ExitCode.NOT_FOUND)
    con.execute(f"attach {sql.text(str(served))} as published (read_only)")
    try:
        yield
    finally:
        con.execute("detach published")


def source_of(con: duckdb.DuckDBPyConnection, destination: Destination) -> Source:
    """What is attached as `published`."""
    row = con.execute("select generation from published.main.publication").fetchone()
    rules = con.execute("select min(ruleset_version) from published.marts.lead_scores").fetchone()
    assert row and rules
    return Source(int(row[0]), rules[0], mapping_hash(destination))


def mapping_hash(destination: Destination) -> str:
    """A fingerprint of what a destination maps to what."""
    fields = sorted({**destination.fields, destination.key: KEY}.items())
    codes = sorted((field, sorted(codes.items())) for field, codes in destination.values.items())
    told = (destination.model, fields, codes) if codes else (destination.model, fields)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def column_types(
    con: duckdb.DuckDBPyConnection, destination: Destination, database: str = "published"
) -> dict[str, str]:
    """The columns of the model with their types. Raises LeadsError: NOT_FOUND without the model, BAD_INPUT when the mapping
    names a column that it has not."""
    rows = con.execute(
        "select column_name, data_type from duckdb_columns() where database_name = $1 and schema_name = $2 and table_name = $3",
        [database, SCHEMA, destination.model],
    ).fetchall()
    types = {str(name): str(kind) for name, kind in rows}
    file = f"{destination.name}.yml"
    if not types:
        raise LeadsError(
            f"{file}: what is published has no table {SCHEMA}.{destination.model}; correct the model, or build and publish it.",
            ExitCode.NOT_FOUND,
        )
    for field, column in [*destination.fields.items(), (destination.key, KEY)]:
        if column not in types:
            raise LeadsError(
                f"{file}: the field {field} is to hold the column {column}, which {SCHEMA}.{destination.model} does not have; "
                "correct the mapping.",
                ExitCode.BAD_INPUT,
            )
    return types


def payload_query(destination: Destination, types: dict[str, str], database: str = "published") -> str:
    """SQL: lead_id and, as JSON by field in the order of their names, what is mapped. Moments in ISO 8601, UTC."""
    fields = sorted(destination.fields.items())
    parts = ", ".join(
        f"{sql.name(field)} := {_value(column, types[column], destination.values.get(field))}"
        for field, column in fields
    )
    relation = f"{database}.{SCHEMA}.{sql.name(destination.model)}"
    return (
        f"select lead_id, payload, md5(payload) as payload_hash from (select {KEY}::varchar as lead_id, "
        f"to_json(struct_pack({parts}))::varchar as payload from {relation})"
    )


def _value(column: str, data_type: str, codes: Mapping[str, int] | None) -> str:
    name = sql.name(column)
    if codes:
        cases = " ".join(f"when {sql.text(word)} then {code}" for word, code in sorted(codes.items()))
        return f"case {name}::varchar {cases} end"
    if data_type.startswith("TIMESTAMP"):
        return iso_moment(column)
    return f"{name}::varchar" if data_type == "DATE" else name


def iso_moment(column: str) -> str:
    """SQL of a moment (UTC) as every destination gets it: ISO 8601."""
    return f"strftime({sql.name(column)}, '%Y-%m-%dT%H:%M:%SZ')"
