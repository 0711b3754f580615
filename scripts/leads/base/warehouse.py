"""The one way to open the warehouse: UTC, a file format every reader opens, and errors in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psutil

from leads.base.errors import ExitCode, LeadsError
from leads.base.on_disk import is_there
from leads.base.settings import memory_limit

RECORD = ".record"
STORAGE_VERSION = "v1.4.0"  # every supported version of DuckDB writes and reads it
REPLAY = ".replay"
SYNC = ".sync"
# dbt puts the name of the file into statements as it is.
UNFIT = re.compile(r"""['"`;{}\\\x00-\x1f\x7f]""")

# What a session that only reads must not do; docs/bi.md has the same for other clients.
NO_REACH = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
}
LOCK = {"lock_configuration": "true"}
FORMAT = {"storage_compatibility_version": STORAGE_VERSION}


def reader_config() -> dict[str, str]:
    """The `config` of duckdb.connect, beside read_only=True, for anyone who may read the tables and nothing else: no file, no
    network, no extension, no setting."""
    return {**NO_REACH, **LOCK}


def record_of(warehouse: Path) -> Path:
    """The file beside a warehouse that keeps what was published; profiles.yml attaches it under the same name."""
    return warehouse.with_name(warehouse.name + RECORD)


def replay_of(warehouse: Path) -> Path:
    """The scratch file beside a warehouse while it is replayed; profiles.yml attaches it under the same name."""
    return warehouse.with_name(warehouse.name + REPLAY)


def sync_state_of(warehouse: Path) -> Path:
    """The file beside a warehouse that knows what each destination of `leads sync` has acknowledged."""
    return warehouse.with_name(warehouse.name + SYNC)


@contextmanager
def connect(path: Path, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse file and close it on leaving. Who only reads is locked in as reader_config has it.

    Errors: NOT_FOUND when it is to be read and is not there, LOCKED when another process holds it (with its name and
    id), BAD_INPUT when the file is no DuckDB database, has a name that dbt cannot quote, or its folder cannot be made.
    """
    if read_only and not is_there(path):
        raise LeadsError(f"There is no warehouse {path}: run `leads load` first.", ExitCode.NOT_FOUND)
    if not read_only:
        if UNFIT.search(path.name):
            raise LeadsError(
                "The name of the warehouse file has a quote, semicolon, bracket or backslash: give it another name.",
                ExitCode.BAD_INPUT,
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LeadsError(
                f"The folder {path.parent} of the warehouse cannot be made ({error.strerror}): name another file.",
                ExitCode.BAD_INPUT,
            ) from error
    con = _open(path, read_only)
    try:
        con.execute("set TimeZone = 'UTC'")
        if read_only:
            _lock(con)
        yield con
    finally:
        con.close()


def _lock(con: duckdb.DuckDBPyConnection) -> None:
    """Connections of one process to one file share the lock; TimeZone stays open for the next of them."""
    if con.execute("select current_setting('lock_configuration')").fetchone() == (False,):
        con.execute("set allowed_configs = ['TimeZone']; set lock_configuration = true")


def _open(path: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only, {**FORMAT, **_memory(), **(NO_REACH if read_only else {})})
    except duckdb.ConnectionException as error:
        raise LeadsError(
            f"The warehouse {path.name} is open in this process in another mode: close that connection first.",
            ExitCode.LOCKED,
        ) from error
    except duckdb.IOException as error:
        if not any(phrase in str(error) for phrase in ("Conflicting lock", "Could not set lock")):
            remedy = (
                "restore it from a backup"
                if path.suffix in (RECORD, SYNC)
                else "name another file or move this one away"
            )
            raise LeadsError(
                f"{path} cannot be opened as a DuckDB warehouse: {remedy}.",
                ExitCode.BAD_INPUT,
            ) from error
        raise LeadsError(
            f"The warehouse {path.name} is in use by {_holder(str(error))}: close it or wait until it ends, then run "
            "the command again.",
            ExitCode.LOCKED,
        ) from error


def _memory() -> dict[str, str]:
    given = memory_limit()
    return {"memory_limit": given} if given else {}


def _holder(message: str) -> str:
    """Name and id of the process that DuckDB's lock message mentions."""
    found = re.search(r"PID (\d+)", message)
    if not found:
        return "another process"
    try:
        return f"{psutil.Process(int(found[1])).name()} (process {found[1]})"
    except psutil.Error:
        return f"process {found[1]}"
