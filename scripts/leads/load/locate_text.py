"""Finds the rejected records of a text file again, with their line and text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import duckdb

from leads.load.text_records import TextRecord

Row = tuple[int | None, int, str | None, str]
BATCH = 20_000


def locate_text(con: duckdb.DuckDBPyConnection, records: Callable[[], Iterable[TextRecord]]) -> None:
    """Write `located` (see Delivery). The nth record without a problem is the row with ordinal n."""
    misfits = {ordinal for (ordinal,) in con.execute("select ordinal from misfits").fetchall()}
    con.execute(
        "create or replace temp table located (ordinal bigint, line_number bigint, reason varchar, raw_text varchar)"
    )
    batch: list[Row] = []
    for row in _rows(records(), misfits):
        batch.append(row)
        if len(batch) == BATCH:
            _write(con, batch)
    _write(con, batch)


def _rows(records: Iterable[TextRecord], misfits: set[int]) -> Iterator[Row]:
    ordinal = -1
    for record in records:
        if record.problem is None:
            ordinal += 1
            if ordinal not in misfits:
                continue
        raw = "".join(record.raw).rstrip("\r\n").replace("\udc00", "\0")
        text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        yield (None if record.problem else ordinal, record.line, record.problem, text)


def _write(con: duckdb.DuckDBPyConnection, batch: list[Row]) -> None:
    if batch:
        ordinals, lines, reasons, texts = (list(column) for column in zip(*batch, strict=True))
        con.execute(
            "insert into located (ordinal, line_number, reason, raw_text) "
            "select unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::varchar[]), unnest(?::varchar[])",
            [ordinals, lines, reasons, texts],
        )
        batch.clear()
