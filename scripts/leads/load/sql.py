"""Data that has to stand inside a statement, quoted so that it stays data."""

from __future__ import annotations


def text(value: str) -> str:
    """A string literal."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """An identifier."""
    return '"' + value.replace('"', '""') + '"'


def file(value: str) -> str:
    """A string literal for a reader of files: the one file of this name, even when the name holds glob characters."""
    return text("".join(f"[{char}]" if char in "*?[" else char for char in value))
