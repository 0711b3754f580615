"""What every reader hands over: one file as a relation of rows, and its records counted by another parser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leads.base.console import printable
from leads.base.errors import ExitCode, LeadsError


@dataclass(frozen=True)
class SourceColumn:
    """A column of the relation: SQL expression and DuckDB type. typed: SQL that is true for a value, come as text, which
    its format marks as a number: nothing about its notation is in doubt."""

    expression: str
    data_type: str
    typed: str | None = None


@dataclass(frozen=True)
class Delivery:
    """One file, opened.

    relation: SQL of one row per readable record, with `ordinal` (its place among them, from 0) and the columns.
    records: records counted by a parser other than DuckDB's row reader. ignored: columns the mapping does not take.
    missing: keys the mapping takes and no record has. notes: what the reader found by itself. locate: writes the temporary table `located` (ordinal, line_number,
    reason, raw_text): the unreadable records with their reason, and the records of the temporary table `misfits`
    (ordinal) without one. row_misfit: SQL that is true for rows that are wrong as a whole, and why.
    """

    relation: str
    columns: Mapping[str, SourceColumn]
    records: int
    locate: Callable[[duckdb.DuckDBPyConnection], None]
    ignored: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    row_misfit: tuple[str, str] = ("false", "")


def refuse(path: Path, why: str) -> LeadsError:
    """The error for a file that is refused whole."""
    return LeadsError(f"{printable(path.name)} is refused, nothing was loaded: {why}.", ExitCode.BAD_INPUT)


def require_columns(path: Path, wanted: Iterable[str], present: Iterable[str]) -> None:
    """Refuse a file that lacks a mapped column. What the file has instead is not quoted: it may be data."""
    missing = sorted(set(wanted) - set(present))
    if missing:
        raise refuse(
            path, f"it lacks the column {', '.join(missing)}; deliver it, or correct `columns:` (or `delimiter:`)"
        )
