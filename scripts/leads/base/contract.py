"""The raw contract: the tables, columns and types of models/staging/raw/_raw__sources.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR

CONTRACT_FILE = PROJECT_DIR / "models/staging/raw/_raw__sources.yml"

# Written by the loader itself, never mapped.
STAMPED = ("_source_file", "_load_batch_id")


@dataclass(frozen=True)
class Column:
    """One column; data_type in DuckDB words, lower case. identifies: the kind of identifier of a person it holds, None for
    none; identifies_when: SQL over the row for which it does, None for every row. is_end: a time far away means never."""

    name: str
    data_type: str
    is_required: bool
    identifies: str | None = None
    identifies_when: str | None = None
    is_end: bool = False


@dataclass(frozen=True)
class Table:
    """One raw table; loadable when files may be mapped to it. is_of_first: a row is about the first identifier that it
    has; else about each of them."""

    name: str
    columns: tuple[Column, ...]
    is_loadable: bool
    is_of_first: bool = False

    @cached_property
    def mappable(self) -> dict[str, Column]:
        """The columns a mapping may fill, by name, in the order of the contract."""
        return {column.name: column for column in self.columns if column.name not in STAMPED}


@cache
def read_contract(path: Path = CONTRACT_FILE) -> dict[str, Table]:
    """Every raw table by name, in the order of the file."""
    source = read_project_yaml(path)["sources"][0]
    return {table["name"]: _table(table) for table in source["tables"]}


def _table(node: dict[str, object]) -> Table:
    columns = node["columns"]
    assert isinstance(columns, list)
    return Table(
        name=str(node["name"]),
        columns=tuple(map(_column, columns)),
        is_loadable=bool(_meta(node).get("loadable")),
        is_of_first=_meta(node).get("identified_by") == "first",
    )


def _column(node: dict[str, object]) -> Column:
    meta = _meta(node)
    identifies, when = meta.get("identifies"), meta.get("identifies_when")
    return Column(
        name=str(node["name"]),
        data_type=str(node["data_type"]).lower(),
        is_required=bool(meta.get("required")),
        identifies=str(identifies) if identifies else None,
        identifies_when=str(when) if when else None,
        is_end=bool(meta.get("ends")),
    )


def _meta(node: dict[str, object]) -> dict[str, object]:
    config = node.get("config") or {}
    assert isinstance(config, dict)
    return dict(config.get("meta") or {})
