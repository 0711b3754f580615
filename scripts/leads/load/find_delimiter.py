"""What divides the values of a CSV file: what the mapping says, else the only mark under which its columns are there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from leads.base.errors import LeadsError
from leads.load.delivery import refuse, require_columns
from leads.load.find_columns import find_columns
from leads.load.text_records import csv_header

CANDIDATES = (",", ";", "\t", "|")
IN_WORDS = {"\t": "tab"}


def find_delimiter(path: Path, said: str | None, needed: Iterable[str], line: int = 1) -> tuple[str, list[str]]:
    """The delimiter and the header under it; line: where the header stands, for messages.

    Errors: BAD_INPUT when the needed columns are not there, naming the delimiter if that is the cause.
    """
    default = said or ("\t" if ".tsv" in path.suffixes else ",")
    needed = list(needed)
    headers = _headers(path, {default, *CANDIDATES})
    fitting = [mark for mark in headers if len(find_columns(path, needed, headers[mark])) == len(set(needed))]
    if default in fitting:
        return default, headers[default]
    others = [mark for mark in fitting if mark != default]
    if said is None and len(others) == 1:
        return others[0], headers[others[0]]
    if others:
        marks = " or ".join(f'"{_shown(mark)}"' for mark in others)
        raise refuse(path, f'its values are divided by {marks}, not by "{_shown(default)}"; correct `delimiter:`')
    header = headers.get(default, [])
    widest = max(headers, key=lambda mark: len(headers[mark]), default=default)
    if len(headers.get(widest, [])) > max(1, len(header)):
        missing = sorted(set(needed) - set(find_columns(path, needed, headers[widest])))
        raise refuse(
            path,
            f'it lacks the column {", ".join(missing)}; its values seem to be divided by "{_shown(widest)}": write '
            "`delimiter:`, or correct `columns:`",
        )
    header = header or csv_header(path, default, line)
    require_columns(path, needed, find_columns(path, needed, header))
    return default, header


def _headers(path: Path, marks: Iterable[str]) -> dict[str, list[str]]:
    """The header under each mark that can be read."""
    found = {}
    for mark in sorted(marks, key=lambda mark: (*CANDIDATES, mark).index(mark)):
        try:
            found[mark] = csv_header(path, mark)
        except LeadsError:
            continue
    return found


def _shown(mark: str) -> str:
    return IN_WORDS.get(mark, mark)
