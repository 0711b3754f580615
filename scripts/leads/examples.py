"""The examples that come with the project: each a folder under examples/ with its own mapping and rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from leads.base.contract import read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.load.read_mapping import read_mapping


def names(project_dir: Path) -> list[str]:
    """The examples there are, by name: folders under examples/ that have a mapping.yml."""
    return sorted(path.parent.name for path in (project_dir / "examples").glob("*/mapping.yml"))


def use_example(settings: Settings, name: str) -> Settings:
    """The settings of one example: its warehouse, its rules and the as-of date its mapping names.

    Without rules of its own an example uses the rules in force. Raises LeadsError: NOT_FOUND for an unknown name,
    BAD_INPUT for a mapping that the loader would refuse.
    """
    if name not in names(settings.project_dir):
        known = ", ".join(names(settings.project_dir)) or "none"
        raise LeadsError(f"There is no example {name!r} under examples/ (there are: {known}).", ExitCode.NOT_FOUND)
    folder = settings.project_dir / "examples" / name
    mapping = read_mapping(folder, read_contract())
    return replace(
        settings,
        warehouse=settings.project_dir / "warehouse" / f"{name}.duckdb",
        rules=folder / "rules" if (folder / "rules").is_dir() else settings.rules,
        as_of_date=mapping.as_of_date or settings.as_of_date,
        example=name,
    )
