"""Keeps the values of rows out of what dbt writes: messages of DuckDB quote them, its log and its results repeat those."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

# Messages of these kinds are about names and settings, never about a row.
ABOUT_NAMES = (
    *("Binder", "Catalog", "Compilation", "Dependency", "IO", "Out of Memory", "Parser", "Parsing", "Permission"),
    *("Invalid Configuration", "Missing Extension", "TransactionContext", "INTERRUPT"),
)
KIND = re.compile(r"(?<![\w.])(?P<kind>[A-Z]\w*(?: [A-Za-z]+){0,3}) Error: ")
# What may be told of a message of any other kind: each pattern with what it becomes.
TOLD = (
    (
        r"Could not convert string '.*' to (?P<type>[A-Z]\w*)(?P<column> when casting from source column \w+)?\s*(\n.*)?",
        r"Could not convert string (value) to {type}{column}",
    ),
    (
        r"Type (?P<given>\w+) with value .* is out of range for the destination type (?P<type>\w+).*",
        "A value of type {given} is out of range for {type}",
    ),
    (
        r'Duplicate key ".*" violates (?P<what>\w+( key)?) constraint.*',
        "Duplicate key (value) violates {what} constraint",
    ),
    (r"NOT NULL constraint failed: (?P<what>[\w.]+).*", "NOT NULL constraint failed: {what}"),
    (
        r'Cannot change configuration option "+(?P<name>\w+)"+ - the configuration has been locked.*',
        "Cannot change configuration option {name}: the configuration has been locked",
    ),
    (r"Persistent secrets are disabled.*", "Persistent secrets are disabled"),
    (r"Malformed JSON .*", "Malformed JSON"),
)
WITHHELD = "(the message may quote a row and is withheld)"
# The name dbt gives the logger that writes dbt.log.
DBT_LOG = "file_log"


def without_values(text: str) -> str:
    """The text up to the first message that may quote a row; of that message its kind and what is known to hold no value."""
    found = next((match for match in KIND.finditer(text) if match["kind"] not in ABOUT_NAMES), None)
    if not found:
        return text
    message = text[found.end() :]
    for pattern, told in TOLD:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return text[: found.end()] + told.format(**{name: value or "" for name, value in match.groupdict().items()})
    return text[: found.end()] + WITHHELD


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
