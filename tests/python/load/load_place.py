"""A small place to load from: files are written, a mapping is written, the load runs, the warehouse is read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from leads.base.warehouse import connect
from leads.load.load_mapping import LoadReport, load_mapping

LOADED_AT = datetime(2026, 1, 2, 3, 4, 5)
LEADS = {"lead_id": "id", "email": "mail", "created_at": "created"}


class Place:
    """A source folder, its mapping and a warehouse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warehouse = folder / "leads.duckdb"
        self.tables: dict[str, Any] = {}

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a source file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def map(self, table: str, **entry: Any) -> Place:
        """Map files to a table; further calls add tables."""
        self.tables[table] = entry
        self.write("mapping.yml", yaml.safe_dump({"tables": self.tables}, sort_keys=False))
        return self

    def load(self, **options: Any) -> LoadReport:
        """Run the load at a fixed time."""
        return load_mapping(self.folder / "mapping.yml", self.warehouse, loaded_at=LOADED_AT, **options)

    def read(self, statement: str) -> list[tuple[Any, ...]]:
        """Query the warehouse."""
        with connect(self.warehouse, read_only=True) as con:
            rows: list[tuple[Any, ...]] = con.execute(statement).fetchall()
            return rows

    def leads(self, content: str | bytes, name: str = "leads.csv", **entry: Any) -> LoadReport:
        """Load one file of leads with the columns id, mail, created."""
        self.write(name, content)
        return self.map("leads", **{"files": name, "columns": LEADS, **entry}).load()
