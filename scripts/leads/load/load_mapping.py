"""The whole load: every file of a mapping in one transaction, so a refused file leaves the warehouse as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from leads.base.console import printable
from leads.base.contract import Table, read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR
from leads.base.warehouse import connect
from leads.load.check_raw_tables import check_views
from leads.load.create_raw_tables import create_raw_tables
from leads.load.find_source import find_files, find_source
from leads.load.land import Stamp
from leads.load.load_file import Beside, Delivered, FileReport, load_file
from leads.load.mapping import LoadMapping
from leads.load.prepare import prepare
from leads.load.read_mapping import read_mapping
from leads.load.rejected import Limit, check_rejected
from leads.load.screen import open_screen

PREPARED = PROJECT_DIR / "target/prepared"


@dataclass(frozen=True)
class LoadReport:
    """What came of a load. batch_id: None when no file was new. unmatched: table and pattern without a file."""

    batch_id: int | None
    files: tuple[FileReport, ...]
    unmatched: tuple[tuple[str, str], ...]


def load_mapping(
    path: Path,
    warehouse: Path,
    source: Path | None = None,
    loaded_at: datetime | None = None,
    prepared: Path = PREPARED,
    track: Callable[[list[Delivered]], Iterable[Delivered]] = iter,
    limit: Limit | None = None,
) -> LoadReport:
    """Load the files of a mapping file or folder into the warehouse.

    loaded_at: the load time (UTC) of rows that bring none, now by default. prepared: where a prepare.sql writes, in a
    folder of its own that is gone after the load. track: called with the files, yields them as they are taken (for a
    progress bar). limit: how much of a file may be rejected, any by default. Errors: NOT_FOUND, BAD_INPUT, REJECTED, LOCKED
    or INTERRUPTED; then nothing of the load has landed.
    """
    contract = read_contract()
    mapping = read_mapping(path, contract)
    folder = find_source(mapping, source)
    now = loaded_at or datetime.now(timezone.utc).replace(tzinfo=None)
    with ExitStack() as stack, _interruptible():
        prepared.mkdir(parents=True, exist_ok=True)
        scratch = Path(stack.enter_context(TemporaryDirectory(dir=prepared)))
        output = None
        if mapping.prepare:
            output = Path(stack.enter_context(TemporaryDirectory(dir=prepared)))
            prepare(mapping.prepare, folder, output)
        files, unmatched = _files(mapping, contract, folder, output)
        con = stack.enter_context(connect(warehouse))  # closing it without a commit rolls back
        con.begin()
        create_raw_tables(con, contract.values())
        check_views(con, {"loaded_files", "rejected_rows", *(file.table.name for file in files)})
        stamp = Stamp("", _next_batch(con), now)
        screen = open_screen(con, warehouse)
        reports = tuple(
            load_file(con, file, _beside(file, files), replace(stamp, source_file=file.name), scratch, screen)
            for file in track(files)
        )
        if limit:
            check_rejected(con, reports, stamp.batch_id, limit)
        con.commit()
    is_new = any(not report.is_known for report in reports)
    return LoadReport(stamp.batch_id if is_new else None, reports, unmatched)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C as an error in words; inside a query DuckDB raises it as an error of its own."""
    try:
        yield
    except (KeyboardInterrupt, duckdb.InterruptException, RuntimeError) as error:
        if type(error) is RuntimeError and "interrupted" not in str(error):
            raise
        raise LeadsError("The load was interrupted; nothing has landed, run it again.", ExitCode.INTERRUPTED) from error


def _files(
    mapping: LoadMapping, contract: dict[str, Table], folder: Path, output: Path | None
) -> tuple[list[Delivered], tuple[tuple[str, str], ...]]:
    files: list[Delivered] = []
    unmatched = []
    for entry in mapping.entries:
        prepared = find_files(output, entry) if output else []  # what the script did not write is taken as delivered
        found = prepared or find_files(folder, entry)
        if not found:
            unmatched.append((entry.table, entry.files))
        for path in found:
            name = path.relative_to(output if output and prepared else folder).as_posix()
            files.append(Delivered(path, name, entry, contract[entry.table], is_prepared=bool(prepared)))
    seen: set[tuple[object, ...]] = set()
    for file in files:
        taken = (file.name, file.entry.table, file.entry.part)
        if taken in seen:
            raise LeadsError(
                f"{mapping.path}: two patterns of table {file.entry.table} match {printable(file.name)}; let one match it, or "
                "tell them apart by `constants:`, `where:` or `sheet:`.",
                ExitCode.BAD_INPUT,
            )
        seen.add(taken)
    _check_complete(mapping, files)
    if not files:
        raise LeadsError(
            f"No file in {folder}{' or written by its prepare.sql' if mapping.prepare else ''} matches a pattern of {mapping.path}: check `source:`, `files:` or --source.",
            ExitCode.NOT_FOUND,
        )
    for table, pattern in unmatched:
        if table == "leads":
            raise LeadsError(
                f"{mapping.path}: no file matches {printable(pattern)} of table leads, which every other table is about; "
                "correct `files:` or --source.",
                ExitCode.BAD_INPUT,
            )
    return files, tuple(unmatched)


def _check_complete(mapping: LoadMapping, files: list[Delivered]) -> None:
    """A complete delivery is one file, and that file nobody else's: else the parts would delete each other's rows."""
    for entry in mapping.entries:
        names = [file.name for file in files if file.entry is entry]
        others = [file for file in files if file.table.name == entry.table and file.name in names]
        if entry.complete and len(others) > 1:
            raise LeadsError(
                f"{mapping.path}: {printable(entry.files)} of table {entry.table} is `complete`, but is {len(others)} files or parts "
                "of one; let it match one file that no other entry of the table takes, or join the parts in a prepare.sql.",
                ExitCode.BAD_INPUT,
            )


def _beside(file: Delivered, files: list[Delivered]) -> Beside:
    same = (other.entry.mark for other in files if (other.name, other.table.name) == (file.name, file.table.name))
    namespaces = (other.entry.id_namespace or "" for other in files if other.table.name == file.table.name)
    return Beside(frozenset(other.entry.mark for other in files), frozenset(same), frozenset(namespaces))


def _next_batch(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("select coalesce(max(_load_batch_id), 0) + 1 from raw.loaded_files").fetchone()
    return int(row[0]) if row else 1
