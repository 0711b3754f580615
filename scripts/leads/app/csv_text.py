"""Rows as CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from leads.base.marts import Row
from leads.export.export_table import FORMULA

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it spreadsheets take UTF-8 for another code


def csv_text(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """UTF-8 with a header. A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers, dates and
    moments (UTC) stay as programs read them."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in columns])
    writer.writerows([harmless(row.get(name)) for name in columns] for row in rows)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def harmless(value: object) -> object:
    """A value as it may stand in a cell."""
    if isinstance(value, str) and re.match(FORMULA, value):
        return "'" + value
    return value
