"""Worlds of the tests as files: the rows of each raw table as JSON lines, with the mapping that loads them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

Tables = dict[str, list[dict[str, Any]]]


def write_world(folder: Path, tables: Tables, as_of_date: date) -> Path:
    """Write a file per table, every column under its own name; returns the mapping's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["source: .", f"as_of_date: {as_of_date}", "tables:"]
    for table, rows in tables.items():
        (folder / f"{table}.jsonl").write_text("".join(json.dumps(row, default=str) + "\n" for row in rows))
        names = sorted({name for row in rows for name in row})
        if names:
            lines.append(f"  {table}: {{files: {table}.jsonl, columns: {{{', '.join(f'{n}: {n}' for n in names)}}}}}")
    (folder / "mapping.yml").write_text("\n".join(lines) + "\n")
    return folder
