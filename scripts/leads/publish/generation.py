"""A generation: the complete files of one publication, with a `generation.json` that says what they are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timezone
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.secret import create_keyed_hash
from leads.base.warehouse import STORAGE_VERSION, connect, record_of
from leads.build.run_log import publishable
from leads.publish import durable
from leads.publish.bi_file import write_bi_file
from leads.publish.layout import ANALYSTS, AUDIENCES, BI, UNFINISHED, Layout

DESCRIPTION = "generation.json"


@dataclass(frozen=True)
class Generation:
    """One publication. number: counts up, never again used. published_at: UTC. run_id: the build it holds.
    rolled_back_to: the generation it repeats, None for a new one. sha256: of each file by audience."""

    number: int
    published_at: str
    as_of_date: str
    run_id: str
    rolled_back_to: int | None = None
    sha256: dict[str, str] | None = None


def read_generation(layout: Layout, number: int) -> Generation:
    """The description of a kept generation. Raises LeadsError (BAD_INPUT) when it cannot be read."""
    path = layout.generation(number) / DESCRIPTION
    try:
        return Generation(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise LeadsError(
            f"{path} is damaged: remove the folder {path.parent.name}, then publish again.", ExitCode.BAD_INPUT
        ) from error


def write_generation(layout: Layout, generation: Generation, write_files: Callable[[Path], None]) -> Generation:
    """Make a generation complete under its final name, or not at all.

    write_files: puts one file per audience into the folder it is given; each is then stamped with the generation.
    """
    unfinished = layout.generation(generation.number).with_suffix(UNFINISHED)
    files = {audience: layout.file_in(unfinished, audience) for audience in AUDIENCES}
    for file in files.values():
        file.parent.mkdir(parents=True)
    write_files(unfinished)
    for file in files.values():
        _stamp(file, generation)
    complete = replace(generation, sha256={audience: durable.sha256_of(file) for audience, file in files.items()})
    description = unfinished / DESCRIPTION
    description.write_text(json.dumps(asdict(complete), indent=2) + "\n", encoding="utf-8")
    for path in (description, *files.values()):
        path.chmod(0o444)
        durable.sync_file(path)
        durable.sync_folder(path.parent)
    unfinished.rename(layout.generation(generation.number))
    durable.sync_folder(layout.generations)
    return complete


def copy_of(layout: Layout, earlier: int) -> Callable[[Path], None]:
    """Writes the files of an earlier generation again."""

    def write(folder: Path) -> None:
        for audience in AUDIENCES:
            copied = layout.file_in(folder, audience)
            shutil.copyfile(layout.file_in(layout.generation(earlier), audience), copied)

    return write


def copy_of_warehouse(layout: Layout, run_id: str, key: bytes) -> Callable[[Path], None]:
    """Writes the warehouse as this run left it, with the tables of the record in the schema `record`, and the BI file.

    The copier raises LeadsError: LOCKED, or BUILD_FAILED when something else ran meanwhile.
    """

    def write(folder: Path) -> None:
        analysts, bi = (layout.file_in(folder, audience) for audience in (ANALYSTS, BI))
        with connect(layout.warehouse) as con:
            if publishable(con).run_id != run_id:
                raise LeadsError(
                    "Nothing was published: another build ended meanwhile; publish again.", ExitCode.BUILD_FAILED
                )
            con.execute("checkpoint")
            shutil.copyfile(layout.warehouse, analysts)  # closing what it read ends the lock, and then all is copied
        with duckdb.connect() as con:
            con.execute(f"attach {sql.text(str(analysts))} as published")
            con.execute(f"attach {sql.text(str(bi))} as bi (storage_version '{STORAGE_VERSION}')")
            _copy_record(con, record_of(layout.warehouse))
            create_keyed_hash(con, key)
            write_bi_file(con, "published", "bi")

    return write


def _copy_record(con: duckdb.DuckDBPyConnection, record: Path) -> None:
    con.execute(f"attach {sql.text(str(record))} as record_file (read_only)")
    con.execute("create schema if not exists published.record")
    tables = "select schema_name, table_name from duckdb_tables() where database_name = 'record_file'"
    for schema, table in con.execute(tables).fetchall():
        place = f"{sql.name(schema)}.{sql.name(table)}"
        con.execute(f"create or replace table published.record.{sql.name(table)} as from record_file.{place}")


def _stamp(path: Path, generation: Generation) -> None:
    """Write the table `publication` into a file: one row that says which generation it is; the file has no WAL after it."""
    moment = datetime.fromisoformat(generation.published_at)
    with duckdb.connect(str(path)) as con:
        con.execute(
            "create or replace table main.publication as select $number::bigint as generation, "
            "$published_at::timestamp as published_at, $as_of_date::date as as_of_date, $run_id::varchar as run_id, "
            "$rolled_back_to::bigint as rolled_back_to",
            {
                "number": generation.number,
                "published_at": moment.astimezone(timezone.utc).replace(tzinfo=None),
                "as_of_date": date.fromisoformat(generation.as_of_date),
                "run_id": generation.run_id,
                "rolled_back_to": generation.rolled_back_to,
            },
        )
        con.execute("checkpoint")
