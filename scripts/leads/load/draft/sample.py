"""The first rows of a file of unknown shape: its format, delimiter, encoding, columns and values as text."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from leads.base import sql
from leads.base.errors import LeadsError
from leads.load.find_delimiter import CANDIDATES
from leads.load.fingerprint import fingerprint
from leads.load.mapping import Entry
from leads.load.plain_file import PlainFile, plain_file
from leads.load.read_workbook import cell_text, sheets
from leads.load.text_records import csv_header, open_text

ROWS = 2_000


@dataclass(frozen=True)
class Sample:
    """Rows of one file, or of one sheet of it. keys: what the mapping has to say of it. doubts: what was guessed."""

    name: str
    form: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()

    def values(self, column: str) -> list[str]:
        """The values of a column that are not empty."""
        place = self.header.index(column)
        return [row[place] for row in self.rows if row[place].strip()]


def samples(path: Path, name: str, scratch: Path) -> list[Sample]:
    """What a file holds; nothing for one that no reader takes. Errors: LeadsError with the sentence of the reader."""
    is_utf8 = fingerprint(path).is_utf8
    keys: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    try:
        plain = plain_file(path, _entry(name), is_utf8, scratch / "named")
    except LeadsError as error:
        if "encoding" not in str(error):
            raise
        encoding = "utf-16-le" if "UTF-16" in str(error) else "windows-1252"
        plain = plain_file(path, _entry(name, encoding), is_utf8, scratch / "guessed")
        keys, doubts = (("encoding", encoding),), (f"its letters are not UTF-8; {encoding} is a guess",)
    if plain.form == "csv":
        return _csv(plain, name, keys, doubts)
    if plain.form == "jsonl":
        return _json(plain, name, keys, doubts)
    if plain.form == "parquet":
        return _parquet(plain.path, name)
    return _workbook(plain.path, name) if plain.form == "xlsx" else []


def _entry(name: str, encoding: str | None = None) -> Entry:
    return Entry("leads", name, None, None, None, {}, "UTC", encoding)


def _csv(plain: PlainFile, name: str, keys: tuple[tuple[str, str], ...], doubts: tuple[str, ...]) -> list[Sample]:
    headers: dict[str, list[str]] = {}
    for mark in CANDIDATES:
        try:
            headers[mark] = csv_header(plain.path, mark, plain.skipped + 1)
        except LeadsError:
            continue
    if not headers:
        csv_header(plain.path, ",", plain.skipped + 1)  # raises what is wrong
    delimiter = plain.delimiter or max(headers, key=lambda mark: len(headers[mark]))
    header = [one for one in headers.get(delimiter, []) if one]
    if plain.delimiter is None and delimiter not in (",", "\t"):
        keys = (*keys, ("delimiter", delimiter))
    if len(header) < 2:
        doubts = (*doubts, "it has one column only: is its delimiter another, or each line quoted as a whole?")
    with open_text(plain.path) as file:
        try:
            rows = list(islice(csv.reader((line.replace("\0", "") for line in file), delimiter=delimiter), 1, ROWS))
        except csv.Error:
            rows = []
    uneven = sum(len(row) < len(header) for row in rows if row)
    if 2 * uneven > len(rows):
        doubts = (*doubts, "most of its rows have fewer values than the header: is each line quoted as a whole?")
    return [Sample(name, "csv", tuple(header), _even(rows, len(header)), keys, doubts)]


def _json(plain: PlainFile, name: str, keys: tuple[tuple[str, str], ...], doubts: tuple[str, ...]) -> list[Sample]:
    records: list[dict[str, str]] = []
    with open_text(plain.path) as file:
        for line in islice(file, ROWS):
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                records.append(dict(_flat(found)))
    header = tuple(dict.fromkeys(key for record in records for key in record))
    rows = tuple(tuple(record.get(key, "") for key in header) for record in records)
    return [Sample(name, "jsonl", header, rows, keys, doubts)] if header else []


def _flat(record: dict[str, Any], above: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in record.items():
        place = f"{above}/{key.replace('~', '~0').replace('/', '~1')}" if above else key
        if isinstance(value, dict):
            flat += _flat(value, place if above else f"/{key}")
        elif not isinstance(value, list):
            flat.append((place, "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)))
    return flat


def _parquet(path: Path, name: str) -> list[Sample]:
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        found = con.execute(
            f"select columns(*)::varchar from read_parquet({sql.file(str(path))}, hive_partitioning = false) limit {ROWS}"
        )
        header = tuple(str(column[0]) for column in found.description or ())
        rows = tuple(tuple(cell or "" for cell in row) for row in found.fetchall())
    return [Sample(name, "parquet", header, rows)]


def _workbook(path: Path, name: str) -> list[Sample]:
    found = []
    there = sheets(path)
    for sheet, rows in there.items():
        texts = [[cell_text(cell) for cell in row] for row in rows[: ROWS + 20]]
        widest = max(len([cell for cell in row if cell]) for row in texts[:20])
        top = next(index for index, row in enumerate(texts) if len([cell for cell in row if cell]) == widest)
        header = tuple(cell.strip() for cell in texts[top])
        keys = (("sheet", sheet),) if len(there) > 1 else ()
        found.append(Sample(name, "xlsx", header, _even(texts[top + 1 :], len(header)), keys))
    return found


def _even(rows: list[list[str]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple((row + [""] * width)[:width]) for row in rows if any(row))
