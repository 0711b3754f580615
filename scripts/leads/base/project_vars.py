"""The variables of dbt_project.yml, read without starting dbt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leads.base.project_yaml import read_project_yaml


def project_vars(project_dir: Path) -> dict[str, Any]:
    """All of them by name, with their defaults; what `--vars` says is not in them."""
    return read_project_yaml(project_dir / "dbt_project.yml").get("vars") or {}
