"""Opens a file of JSON lines: lines landed as text, parsed one by one, counted by Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from leads.load import sql
from leads.load.cast_column import is_json_object
from leads.load.delivery import Delivery, SourceColumn, refuse
from leads.load.locate_text import locate_text
from leads.load.read_csv import disagreement, land_text
from leads.load.text_records import TextRecord, json_records

# A control character: no valid JSON holds it, so no line is split by it.
DELIMITER = "\x1f"


def read_jsonl(con: duckdb.DuckDBPyConnection, path: Path, wanted: frozenset[str]) -> Delivery:
    """Read the lines into the temporary table `delivered`, the wanted keys of each into a list.

    A key that begins with `/` is a JSON pointer to a nested value. A line without a key has null there. Lines that are
    blank are no records; lines that are no JSON object are rejected one by one. Errors: BAD_INPUT when DuckDB's reader
    and Python's disagree about the lines.
    """

    def records() -> Iterator[TextRecord]:
        return json_records(path, DELIMITER)

    total = unreadable = blank = 0
    for record in records():
        is_blank = not record.raw[0].strip(" \t\r\n")
        blank += is_blank
        total += not is_blank
        unreadable += record.problem is not None
    if land_text(con, path, ["c0"], 1, DELIMITER, is_csv=False) != total + blank - unreadable:
        raise refuse(path, disagreement())
    keys = sorted(wanted)
    pointers = ", ".join(sql.text(_pointer(key)) for key in keys)
    fields = f"json_extract_string(c0, [{pointers}]::varchar[])"
    return Delivery(
        relation=(
            f"(select ordinal, is_object, case when is_object then {fields} end as fields from ("
            f"select ordinal, c0, {is_json_object('c0')} as is_object from delivered "
            f"where trim(c0, ' \t\r') <> ''))"
        ),
        row_misfit=("not is_object", "is not a JSON object"),
        columns={key: SourceColumn(f"fields[{index}]", "VARCHAR") for index, key in enumerate(keys, 1)},
        records=total,
        unreadable=unreadable,
        locate=lambda con: locate_text(con, records),
    )


def _pointer(key: str) -> str:
    """RFC 6901."""
    return key if key.startswith("/") else "/" + key.replace("~", "~0").replace("/", "~1")
