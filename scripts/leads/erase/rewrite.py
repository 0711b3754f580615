"""Writes a database file anew: a deleted value stays in the bytes of the old one."""

from __future__ import annotations

from pathlib import Path

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import STORAGE_VERSION, connect
from leads.publish import durable

REWRITTEN = ".rewritten"


def rewrite(path: Path) -> None:
    """Replace a DuckDB file by a copy of what is in it: tables with their constraints and indexes, views, macros.

    The new file is complete and on disk before it takes the old one's name: a crash leaves one of the two. Raises
    LeadsError (BUILD_FAILED) when something did not come over; then the old file is as it was.
    """
    new = path.with_name(path.name + REWRITTEN)
    _remove(new)
    with connect(path) as con:
        con.execute("set enable_progress_bar = false; force checkpoint")
        row = con.execute("select current_database()").fetchone()
        assert row is not None
        old = sql.name(str(row[0]))
        con.execute(f"attach {sql.text(str(new))} as rewritten (storage_version '{STORAGE_VERSION}')")
        con.execute(f"copy from database {old} to rewritten")
        lost = con.execute(LOST, [row[0]]).fetchall()
        if lost:
            kind, name = lost[0]
            raise LeadsError(
                f"{path.name} could not be written anew: the {kind} {name} was not copied; drop it and run the command again.",
                ExitCode.BUILD_FAILED,
            )
        con.execute("checkpoint rewritten")
        con.execute("detach rewritten")
    for left in (path, new):
        wal = left.with_name(left.name + ".wal")
        if wal.exists():
            raise LeadsError(
                f"{wal.name} was not folded into its file: close what else has it open and run the command again.",
                ExitCode.LOCKED,
            )
    durable.replace(new, path)


LOST = """
    with things as (
        select database_name, 'table' as kind, schema_name || '.' || table_name || ' (' || string_agg(
            column_name || ' ' || data_type || case when is_nullable then '' else ' not null' end, ', '
            order by column_index
        ) || ')' as name
        from duckdb_columns() semi join duckdb_tables() using (database_name, schema_name, table_name)
        group by database_name, schema_name, table_name
        union all
        select database_name, 'view', schema_name || '.' || view_name from duckdb_views() where not internal
        union all
        select database_name, 'constraint', schema_name || '.' || table_name || ' ' || constraint_text
        from duckdb_constraints()
        union all
        select database_name, 'index', schema_name || '.' || index_name from duckdb_indexes()
        union all
        select database_name, 'function', schema_name || '.' || function_name from duckdb_functions() where not internal
    )
    select kind, name from things where database_name = $1
    except
    select kind, name from things where database_name = 'rewritten'
    order by all
"""


def _remove(path: Path) -> None:
    for one in (path, path.with_name(path.name + ".wal")):
        one.unlink(missing_ok=True)
