"""Keeps the values of rows out of what dbt writes: messages of DuckDB quote them, its log and its results repeat those."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

# The kinds of messages in which DuckDB quotes what it found in a row. All others pass: they are about names, settings, files,
# memory, or DuckDB itself (INTERNAL, FATAL).
QUOTING = (
    *("Constraint", "Conversion", "Invalid Input", "Mismatch Type", "Not implemented", "Out of Range"),
    "TransactionContext",  # a key that two transactions wrote is found at the commit
)
MESSAGE = re.compile(rf"(?<![\w.])(?:{'|'.join(QUOTING)}) Error: ")
WITHHELD = "(the message may quote a row and is withheld)"
# The name dbt gives the logger that writes dbt.log.
DBT_LOG = "file_log"


def without_values(text: str) -> str:
    """The text up to the first message of a kind that quotes rows, and the kind of that message."""
    found = MESSAGE.search(text)
    return text[: found.end()] + WITHHELD if found else text


@contextmanager
def withholding() -> Iterator[None]:
    """While dbt runs in this process its log holds no values."""
    log = logging.getLogger(DBT_LOG)
    log.addFilter(_rewrite)
    try:
        yield
    finally:
        log.removeFilter(_rewrite)


def _rewrite(record: logging.LogRecord) -> bool:
    record.msg, record.args = without_values(record.getMessage()), ()
    return True
