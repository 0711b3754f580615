"""How much of a file may be rejected before its load is not worth having."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from leads.base.console import count, printable
from leads.base.errors import ExitCode, LeadsError
from leads.load.load_file import FileReport

_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%")
_REASON = """
    select reason, count(*) as number, min(line_number) as line from raw.rejected_rows
    where table_name = ? and source_file = ? and _load_batch_id = ?
    group by reason order by number desc, line limit 1
"""


@dataclass(frozen=True)
class Limit:
    """rows: the most rejected records of one file, or per_cent: the most in a hundred of its records. said: as given."""

    said: str
    rows: int | None = None
    per_cent: float | None = None

    def is_passed(self, rejected: int, records: int) -> bool:
        """Whether more than allowed was rejected."""
        if self.rows is not None:
            return rejected > self.rows
        return rejected * 100 > (self.per_cent or 0) * records


STRICT = Limit("--strict", rows=0)


def read_limit(text: str) -> Limit:
    """A limit as given on the command line: `20` or `2.5%`. Raises LeadsError (USAGE) for anything else."""
    said = f"--max-rejected {text}"
    if found := _SHARE.fullmatch(text.strip()):
        return Limit(said, per_cent=float(found[1]))
    if re.fullmatch(r"\d{1,18}", text.strip()):
        return Limit(said, rows=int(text))
    raise LeadsError(
        f"--max-rejected is {text!r}, which is no number of rows and no share; write it as 20 or 2.5%.", ExitCode.USAGE
    )


def check_rejected(con: duckdb.DuckDBPyConnection, files: Iterable[FileReport], batch: int, limit: Limit) -> None:
    """Refuse a load in which more of a file was rejected than allowed.

    Raises LeadsError (REJECTED) with the most frequent reason of the first such file and where it is met first.
    """
    for file in files:
        if file.is_known or not limit.is_passed(file.rejected, file.records):
            continue
        reason, number, line = con.execute(_REASON, [file.table, file.file, batch]).fetchone() or ("", 0, 0)
        raise LeadsError(
            f"{printable(file.file)}: {file.rejected:,} of its {count(file.records, 'record')} did not fit, more than "
            f"{limit.said} allows, so nothing of the load was kept; {number:,} times {reason} (first in line {line}).",
            ExitCode.REJECTED,
        )


def check_landed(files: Iterable[FileReport]) -> None:
    """Tell of a load of which nothing landed although there were records. Raises LeadsError (REJECTED)."""
    new = [file for file in files if not file.is_known]
    if sum(file.rejected for file in new) and not sum(file.landed for file in new):
        raise LeadsError(
            "Nothing landed: every record of the load was rejected; see the reasons in raw.rejected_rows, correct the "
            "mapping or the files, and load again.",
            ExitCode.REJECTED,
        )
