"""Reads one entry of a mapping: its files, its columns and how their values are written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from leads.base.contract import Table
from leads.load.mapping import ColumnSource, Entry, Source
from leads.load.notation import Notation
from leads.load.read_complete import read_complete
from leads.load.read_where import read_where

NOTATION_KEYS = {
    *("decimal", "thousands", "unit", "date_format", "time_format", "epoch", "null_values", "integer_ids"),
}
ENTRY_KEYS = {
    *("table", "files", "format", "delimiter", "encoding", "sheet", "columns", "constants", "time_zone", "where"),
    *("namespace", "complete"),
    *NOTATION_KEYS,
}
COLUMN_KEYS = {"from", "prefix", "type", *NOTATION_KEYS}


def read_entry(table: str, node: dict[str, Any], contract: dict[str, Table]) -> Entry:
    """One entry. Errors: ValueError with the key at fault and the remedy."""
    columns, constants, files = node.get("columns"), node.get("constants", {}), node["files"]
    if not isinstance(files, str):
        raise ValueError(f"`files:` of table `{table}` must be one pattern; write an entry for each")
    if "columns" in node and not isinstance(columns, dict):
        raise ValueError(f"`columns:` of table `{table}` must be contract column: source column")
    if not isinstance(constants, dict):
        raise ValueError(f"`constants:` of table `{table}` must be contract column: value")
    notation = _notation(node, Notation(), f"table `{table}`")
    known = contract[table].mappable if table in contract else {}
    json_columns = {name for name, column in known.items() if column.data_type == "json"}
    return Entry(
        table=table,
        files=files,
        format=node.get("format"),
        delimiter=str(node["delimiter"]) if node.get("delimiter") else None,
        columns=columns
        and {str(name): _column(str(name), one, name in json_columns, notation) for name, one in columns.items()},
        constants={str(name): _text(str(name), value) for name, value in constants.items()},
        time_zone=str(node.get("time_zone") or "UTC"),
        encoding=str(node["encoding"]) if node.get("encoding") else None,
        namespace=str(node["namespace"]).strip() if node.get("namespace") else None,
        sheet=str(node["sheet"]) if node.get("sheet") else None,
        notation=notation,
        where=read_where(node["where"], table) if "where" in node else (),
        complete=read_complete(node["complete"], table) if "complete" in node else None,
    )


def _column(name: str, source: Any, is_json: bool, notation: Notation) -> ColumnSource:
    if is_json and isinstance(source, dict) and source:
        return {str(key): _source(name, value, notation, str(key)) for key, value in source.items()}
    return _source(name, source, notation)


def _source(column: str, source: Any, notation: Notation, key: str = "") -> Source:
    if not isinstance(source, dict) or not source or (key and "from" not in source):
        return Source((_name(column, source),), notation=notation)
    if "from" not in source:
        raise ValueError(
            f"column `{column}` is not json and takes one source column; name it, or write `from:` before it"
        )
    for word in source:
        if word not in COLUMN_KEYS:
            raise ValueError(
                f"`{word}` is not a key of column `{column}`; the keys are {', '.join(sorted(COLUMN_KEYS))}"
            )
    if key and not source.keys().isdisjoint({"date_format", "time_format", "epoch"}):
        raise ValueError(
            f"`{key}` of column `{column}` has the format of a time, but stays as delivered; remove the format"
        )
    names = source["from"]
    own = _notation(source, notation, f"column `{column}`")
    if source.get("type") not in (None, "number", "text"):
        raise ValueError(f"`type` of column `{column}` is not number or text")
    own = replace(own, kind=source.get("type"), prefix=str(source.get("prefix", "")))
    if isinstance(names, list) and names:
        return Source(tuple(_name(column, name) for name in names), is_key=True, notation=own)
    return Source((_name(column, names),), notation=own)


def _notation(node: dict[str, Any], default: Notation, where: str) -> Notation:
    formats = [form for key in ("time_format", "date_format") for form in _list(node.get(key), key, where)]
    words = [_word(word).strip().lower() for word in _list(node.get("null_values"), "null_values", where)]
    found = {
        "decimal": _mark(node, "decimal", where),
        "thousands": _mark(node, "thousands", where),
        "units": tuple(_word(unit) for unit in _list(node.get("unit"), "unit", where)),
        "formats": tuple(map(str, formats)),
        "epoch": _known(node, "epoch", ("s", "ms", "us"), where),
        "null_values": tuple(dict.fromkeys(words)),
        "integer_ids": _known(node, "integer_ids", (True, False), where),
    }
    said = {key: value for key, value in found.items() if value not in (None, ())}
    if "epoch" in said:
        default = replace(default, formats=())
    elif "formats" in said:
        default = replace(default, epoch=None)
    return replace(default, **said)


def _list(value: Any, key: str, where: str) -> list[Any]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    if any(isinstance(one, (dict, list)) or str(one) == "" for one in values):
        raise ValueError(f"`{key}` of {where} is not a word or a list of words")
    return values


def _mark(node: dict[str, Any], key: str, where: str) -> str | None:
    mark = node.get(key)
    if mark is not None and (not isinstance(mark, str) or len(mark) != 1 or mark.isalnum() or mark in "+-\\^]["):
        raise ValueError(f'`{key}` of {where} is not one character in quotes, such as "," or "."')
    return mark


def _known(node: dict[str, Any], key: str, known: tuple[Any, ...], where: str) -> Any:
    value = node.get(key)
    if value is not None and not any(value == word and type(value) is type(word) for word in known):
        raise ValueError(f"`{key}` of {where} is not {' or '.join(_word(word) for word in known)}")
    return value


def _name(column: str, source: Any) -> str:
    if not isinstance(source, str) or not source:
        raise ValueError(f"the source of column `{column}` is not a name; write one, in quotes if it is not a word")
    return source


def _text(name: str, value: Any) -> str:
    """A YAML value as it was meant: true, 5, 2017-01-01."""
    if value is None or isinstance(value, (dict, list)) or not str(value).strip():
        raise ValueError(f"the constant of column `{name}` is not one value; write it or remove the key")
    return _word(value)


def _word(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
