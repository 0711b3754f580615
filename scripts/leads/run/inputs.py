"""Fingerprints of what a load and a build follow from: equal ones mean that there is nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from leads.base.contract import read_contract
from leads.base.marts import has_table, read
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.load.check_raw_tables import raw_views
from leads.load.find_source import find_files, find_source
from leads.load.read_mapping import read_mapping

CODE = ("models", "macros", "snapshots", "tests", "seeds/mappings", "seeds/properties")
ENDINGS = (".sql", ".yml", ".csv")
PROJECT = ("dbt_project.yml", "profiles.yml")
ENGINES = ("dbt-core", "dbt-duckdb", "duckdb")


def newest_batch(settings: Settings) -> int | None:
    """The last load of the warehouse; None without any."""
    if not settings.warehouse.exists():
        return None
    with connect(settings.warehouse, read_only=True) as con:
        if not has_table(con, "raw", "loaded_files"):
            return None
        batch: int | None = read(con, "select max(_load_batch_id) as batch from raw.loaded_files")[0]["batch"]
        return batch


def knows_all_news(settings: Settings) -> bool:
    """Whether everything new comes by a load. What a view in the place of a raw table shows changes without one."""
    with connect(settings.warehouse, read_only=True) as con:
        return not raw_views(con)


def delivered(mapping: Path, source: Path | None) -> str:
    """Of the files that a mapping takes: their names, sizes and times, and what the mapping says. Raises LeadsError as a load."""
    found = read_mapping(mapping, read_contract())
    folder = find_source(found, source)
    prepared = [path for path in folder.rglob("*") if path.is_file()] if found.prepare else []
    files = {path for entry in found.entries for path in find_files(folder, entry)} | set(prepared)
    said = [path.read_bytes() for path in (found.path, found.prepare) if path]
    return _digest([*said, *_looks(folder, files)])


def build_inputs(settings: Settings) -> str:
    """Of a build: its date and days, the project and its rules as they are on disk, what was loaded, and who builds."""
    said = [
        settings.effective_as_of_date.isoformat(),
        settings.time_zone,
        str(newest_batch(settings)),
        *(f"{name} {version(name)}" for name in ENGINES),
    ]
    rules = sorted(path for path in settings.rules.rglob("*") if path.is_file())
    code = sorted(path for name in CODE for path in (settings.project_dir / name).rglob("*") if path.suffix in ENDINGS)
    files = [*(settings.project_dir / name for name in PROJECT), *code]
    return _digest(
        [
            *(line.encode() for line in said),
            *_contents(settings.project_dir, files),
            *_contents(settings.rules, rules),
        ]
    )


def _contents(folder: Path, files: Iterable[Path]) -> Iterator[bytes]:
    for path in files:
        yield str(path.relative_to(folder)).encode()
        yield path.read_bytes()


def _looks(folder: Path, files: Iterable[Path]) -> Iterator[bytes]:
    for path in sorted(files):
        look = path.stat()
        yield f"{path.relative_to(folder)} {look.st_size} {look.st_mtime_ns} {look.st_ino}".encode()


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
