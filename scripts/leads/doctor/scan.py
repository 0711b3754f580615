"""Reads every value of a DuckDB file, so that the checksum of every block is verified. Run as a process of its own: a
damaged file may end it.

`python -m leads.doctor.scan FILE`: ends with 0 when all was read, 3 when something could not be, 5 when it is held.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import connect
from leads.doctor.finding import Finding

TABLES = "select schema_name, table_name from duckdb_tables() where not temporary order by all"


def scan(path: Path, remedy: str) -> Finding:
    """Whether every block of a file can be read. remedy: what to do when one cannot."""
    found = subprocess.run([sys.executable, "-m", "leads.doctor.scan", str(path)], capture_output=True, text=True)
    if found.returncode == ExitCode.OK:
        return Finding(path.name)
    if found.returncode == ExitCode.LOCKED:
        return Finding(path.name, "it is held by another process", "wait until that ends and ask again")
    where = f" in {found.stdout.strip()}" if found.stdout.strip() else ""
    return Finding(path.name, f"the file is damaged{where}", remedy)


def read_all(path: Path) -> str | None:
    """Read every table; the name of the first that cannot be read."""
    with connect(path, read_only=True) as con:
        for schema, table in con.execute(TABLES).fetchall():
            try:
                con.execute(f"select bit_xor(hash(read)) from {sql.name(schema)}.{sql.name(table)} as read").fetchall()
            except duckdb.Error:
                return f"{schema}.{table}"
    return None


def main(path: Path) -> int:
    """Scan one file; prints the table at fault."""
    try:
        damaged = read_all(path)
    except LeadsError as error:
        return error.exit_code
    if damaged:
        sys.stdout.write(damaged)
        return ExitCode.BAD_INPUT
    return ExitCode.OK


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
