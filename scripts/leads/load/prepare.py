"""Runs the prepare.sql of a mapping: joins and reshapes a source before its columns are mapped."""

from __future__ import annotations

from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError

# Messages about the statement, never about the data.
_QUOTABLE = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.SyntaxException)


def prepare(script: Path, source: Path, output: Path) -> None:
    """Run the script in a DuckDB of its own, in UTC.

    The script reads getvariable('source_dir') and writes into getvariable('output_dir'); it reaches no
    other folder and no network. Errors: BAD_INPUT with the number of the statement that failed.
    """
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"set variable source_dir = {sql.text(str(source))}")
        con.execute(f"set variable output_dir = {sql.text(str(output))}")
        con.execute(f"set allowed_directories = [{sql.text(str(source))}, {sql.text(str(output))}]")
        con.execute("set enable_external_access = false")
        done = 0
        try:
            for statement in con.extract_statements(script.read_text(encoding="utf-8")):
                con.execute(statement)
                done += 1
        except duckdb.InterruptException:
            raise
        except (duckdb.Error, UnicodeDecodeError) as error:
            raise LeadsError(
                f"{script.parent.name}/{script.name} failed at statement {done + 1}: {_why(error)}.", ExitCode.BAD_INPUT
            ) from error


def _why(error: Exception) -> str:
    if isinstance(error, _QUOTABLE):
        return str(error).splitlines()[0].rstrip(".!")
    if isinstance(error, duckdb.IOException):
        return "it cannot read or write a file; check the file names and the source folder"
    return f"{type(error).__name__} (values are not shown); run it by hand to see more"
