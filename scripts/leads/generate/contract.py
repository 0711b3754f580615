"""The raw tables and their columns, read from the one list of them."""

from __future__ import annotations

from pathlib import Path

import yaml

ADDED_BY_LOADER = frozenset({"_source_file", "_load_batch_id"})


def loadable_tables(sources_file: Path) -> dict[str, dict[str, str]]:
    """The loadable raw tables of the contract: table name to column name to DuckDB type, as a source delivers them."""
    source = yaml.safe_load(sources_file.read_text(encoding="utf-8"))["sources"][0]
    return {
        table["name"]: {
            column["name"]: column["data_type"] for column in table["columns"] if column["name"] not in ADDED_BY_LOADER
        }
        for table in source["tables"]
        if table["config"]["meta"]["loadable"]
    }
