"""Opens a file of JSON lines: lines landed as text, parsed one by one, counted by Python."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from leads.base import sql
from leads.load.cast_column import is_json_object
from leads.load.delivery import Delivery, SourceColumn
from leads.load.locate_text import locate_text
from leads.load.plain_file import PlainFile
from leads.load.read_csv import land_text
from leads.load.text_records import TextRecord, json_records

# A control character: no valid JSON holds it, so no line is split by it.
DELIMITER = "\x1f"


def read_jsonl(
    con: duckdb.DuckDBPyConnection, plain: PlainFile, needed: frozenset[str], wanted: frozenset[str]
) -> Delivery:
    """Read the lines into the temporary table `delivered`, the wanted keys of each into a list.

    A key that begins with `/` is a JSON pointer to a nested value. A line without a key has null there; a key
    that no line has and that is not needed is no column. Lines that are blank are no records; lines that are no JSON
    object are rejected one by one. Errors: BAD_INPUT when DuckDB's reader and Python's disagree about the lines.
    """

    def records() -> Iterator[TextRecord]:
        return json_records(plain.path, DELIMITER, plain.lines)

    lines, blank, unreadable = 0, 0, []
    for record in records():
        lines += 1
        blank += not record.raw[0].strip(" \t\r\n")
        if record.problem is not None:
            unreadable.append(record.number)
    land_text(con, plain.path, ["c0"], 1, DELIMITER, lines - len(unreadable), unreadable, is_csv=False)
    present = _present(con, sorted(wanted))
    keys = [key for key in sorted(wanted) if key in present or key in needed]
    fields = f"case when is_object then json_extract_string(c0, {_pointers(keys)}) end as fields"
    kinds = f"case when is_object then json_type(c0, {_pointers(keys)}) end as kinds"
    return Delivery(
        relation=(
            f"(select ordinal, is_object, {fields}, {kinds} from ("
            f"select ordinal, c0, {is_json_object('c0')} as is_object from delivered "
            f"where trim(c0, ' \t\r') <> ''))"
        ),
        row_misfit=("not is_object", "is not a JSON object"),
        columns={
            key: SourceColumn(f"fields[{index}]", "VARCHAR", typed=f"coalesce(kinds[{index}] <> 'VARCHAR', false)")
            for index, key in enumerate(keys, 1)
        },
        records=lines - blank,
        locate=lambda con: locate_text(con, records),
        missing=tuple(key for key in keys if key not in present) if lines > blank else (),
        notes=plain.notes,
    )


def _present(con: duckdb.DuckDBPyConnection, keys: list[str]) -> set[str]:
    """The keys that at least one line has, be it with null."""
    rows = con.execute(
        f"select distinct unnest(list_zip({sql.texts(keys)}, json_exists(c0, {_pointers(keys)})), recursive := true) "
        f"from delivered where {is_json_object('c0')}"
    ).fetchall()
    return {str(key) for key, is_there in rows if is_there}


def _pointers(keys: list[str]) -> str:
    return sql.texts(map(_pointer, keys))


def _pointer(key: str) -> str:
    """RFC 6901."""
    return key if key.startswith("/") else "/" + key.replace("~", "~0").replace("/", "~1")
