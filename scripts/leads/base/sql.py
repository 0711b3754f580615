"""Data that has to stand inside a statement, quoted so that it stays data."""

from __future__ import annotations

from collections.abc import Iterable


def text(value: str) -> str:
    """A string literal."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Iterable[str]) -> str:
    """A list of string literals."""
    return f"[{', '.join(map(text, values))}]::varchar[]"


def name(value: str) -> str:
    """An identifier."""
    return '"' + value.replace('"', '""') + '"'


def file(value: str) -> str:
    """A string literal for a reader of files: the one file of this name, even when the name holds glob characters."""
    return text("".join(f"[{char}]" if char in "*?[" else char for char in value))
