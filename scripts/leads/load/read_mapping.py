"""Reads a mapping file and refuses, in one sentence, what it does not understand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from leads.base.contract import Table
from leads.base.errors import ExitCode, LeadsError
from leads.base.on_disk import is_file, is_folder
from leads.load.check_entry import check_entry
from leads.load.mapping import LoadMapping, PackageSource
from leads.load.read_entry import ENTRY_KEYS, read_entry
from leads.load.read_yaml import read_yaml

KEYS = {"source", "prepare", "as_of_date", "tables"}


def read_mapping(path: Path, contract: dict[str, Table]) -> LoadMapping:
    """Read a mapping file, or the mapping.yml of a folder.

    Errors: NOT_FOUND without the file, BAD_INPUT for anything in it that the contract or this format does not know.
    """
    path = path / "mapping.yml" if is_folder(path) else path
    if not is_file(path):
        raise LeadsError(f"There is no mapping {path}: name a mapping file or its folder.", ExitCode.NOT_FOUND)
    try:
        return _mapping(path, read_yaml(path.read_text(encoding="utf-8")), contract)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LeadsError(f"{path} is not readable as YAML: correct it{_where(error)}.", ExitCode.BAD_INPUT) from error
    except OSError as error:
        raise LeadsError(f"{path} cannot be opened: check that you may read it.", ExitCode.NOT_FOUND) from error
    except ValueError as error:
        raise LeadsError(f"{path}: {error}.", ExitCode.BAD_INPUT) from error


def _mapping(path: Path, content: Any, contract: dict[str, Table]) -> LoadMapping:
    if not isinstance(content, dict) or not content.get("tables"):
        raise ValueError("nothing is mapped; write the raw tables and their files under `tables:`")
    _only(content, KEYS, "the mapping")
    prepare = path.parent / str(content["prepare"]) if content.get("prepare") else None
    if prepare and not is_file(prepare):
        raise ValueError(f"there is no `prepare:` file {content['prepare']} beside it; write it or remove the key")
    entries = tuple(read_entry(table, node, contract) for table, node in _nodes(content["tables"]))
    for entry in entries:
        check_entry(entry, contract)
    return LoadMapping(path, _source(content.get("source")), prepare, _date(content.get("as_of_date")), entries)


def _nodes(tables: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Both spellings: table names as keys, or a list whose entries carry `table`."""
    if isinstance(tables, dict):
        tables = [
            {"table": table, **node} if isinstance(node, dict) else {"table": table}
            for table, nodes in tables.items()
            for node in (nodes if isinstance(nodes, list) else [nodes])
        ]
    for node in tables if isinstance(tables, list) else [tables]:
        if not isinstance(node, dict) or not node.get("table") or not node.get("files"):
            table = node.get("table", "?") if isinstance(node, dict) else "?"
            raise ValueError(f"an entry of table `{table}` lacks `files:`; name its file pattern")
        _only(node, ENTRY_KEYS, f"an entry of table `{node['table']}`")
        yield str(node["table"]), node


def _source(node: Any) -> str | PackageSource | None:
    if isinstance(node, dict):
        _only(node, {"python_package", "folder"}, "`source:`")
        return PackageSource(str(node.get("python_package", "")), str(node.get("folder", ".")))
    return None if node is None else str(node)


def _date(value: Any) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError("`as_of_date` is not a date; write it as YYYY-MM-DD") from error


def _only(node: dict[str, Any], known: set[str], where: str) -> None:
    for key in node:
        if key not in known:
            raise ValueError(f"`{key}` is not a key of {where}; the keys are {', '.join(sorted(known))}")


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" at line {mark.line + 1}" if mark else ""
