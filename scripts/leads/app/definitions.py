"""What a table and its columns mean: from the descriptions of the models and from docs/numbers.md."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import Settings

NAMES = re.compile(r"`([^`]+)`")
SHARED = "Read in many marts"


def grain_of(settings: Settings, mart: str) -> str:
    """The description of a mart; it begins with what one row is."""
    return str(_described(settings.project_dir).get(mart, {}).get("description", "")).strip()


def columns_of(settings: Settings, mart: str) -> list[dict[str, str | None]]:
    """The columns of a mart: meaning, the model that computes it, formula and test."""
    numbers = _numbers(settings.project_dir)
    rows = []
    for column in _described(settings.project_dir).get(mart, {}).get("columns", []):
        name = column["name"]
        computed, formula, test = (
            numbers.get((mart, name)) or numbers.get((SHARED, name)) or (None, "as it is read", None)
        )
        rows.append(
            {
                "column": name,
                "meaning": column.get("description"),
                "computed_in": computed,
                "formula": formula,
                "proven_by": test,
            }
        )
    return rows


@cache
def _described(project: Path) -> dict[str, dict[str, Any]]:
    files = sorted((project / "models/marts").rglob("*.yml"))
    models = [read_project_yaml(file).get("models", []) for file in files]
    return {model["name"]: model for found in models for model in found}


@cache
def _numbers(project: Path) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Of the page, by section and column: computed in, formula, unit test."""
    found = {}
    for section in (project / "docs/numbers.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        marts = NAMES.findall(heading) or [heading.strip()]
        for line in body.splitlines():
            if line.startswith("| `"):
                columns, model, formula, test = (cell.strip() for cell in line.strip("|").split(" | "))
                told = (model.strip("`"), formula.replace("`", ""), test.replace("`", ""))
                found.update({(mart, column): told for mart in marts for column in NAMES.findall(columns)})
    return found
