"""A dbt project of a few models that has the lock and the profile of the real one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from leads.base.settings import PROJECT_DIR, Settings

LOCK = ("macros/dialect/lock_engine.sql", "macros/dialect/run_statement.sql")


class Project:
    """A folder with models to write; every run tells what became of each of them."""

    def __init__(self, folder: Path, is_locked: bool = True) -> None:
        self.folder = folder
        self.settings = Settings(folder / "data" / "w.duckdb", folder / "rules", None, project_dir=folder)
        for name in ("models", "rules", "data", "macros"):
            (folder / name).mkdir(parents=True)
        for macro in LOCK:
            shutil.copy(PROJECT_DIR / macro, folder / "macros")
        profile = yaml.safe_load((PROJECT_DIR / "profiles.yml").read_text(encoding="utf-8"))
        options = profile["lead_scoring"]["outputs"]["duckdb"]["config_options"]
        if not is_locked:
            options.clear()
        options |= {"secret_directory": str(folder / "secrets")}
        (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
        project = {
            "name": "lead_scoring",
            "profile": "lead_scoring",
            "flags": {"send_anonymous_usage_stats": False},
            "seed-paths": ["rules"],
            "on-run-start": ["{{ lock_engine() }}"] if is_locked else [],
        }
        (folder / "dbt_project.yml").write_text(yaml.safe_dump(project), encoding="utf-8")

    def model(self, name: str, sql: str, before: str = "") -> None:
        """Write a model that is a table; before: a statement that runs first."""
        config = {"materialized": "table"} | ({"pre_hook": before} if before else {})
        (self.folder / "models" / f"{name}.sql").write_text(
            f"{{{{ config(**{config!r}) }}}}\n{sql}\n", encoding="utf-8"
        )

    def run(self) -> dict[str, tuple[bool, str]]:
        """Build everything by dbt alone, which withholds no message: for each node whether it succeeded, and its message."""
        folder = str(self.folder)
        target = ["--project-dir", folder, "--profiles-dir", folder, "--target-path", f"{folder}/target"]
        environment = {**os.environ, **self.settings.environment(), "LEADS_RULES": "rules"}
        dbt = [
            sys.executable,
            "-m",
            "dbt.cli.main",
            "--log-level",
            "none",
            "--log-path",
            f"{folder}/logs",
            "build",
            *target,
        ]
        subprocess.run(dbt, env=environment, cwd=folder, check=False)
        results = json.loads((self.folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
        return {
            result["unique_id"].rsplit(".", 1)[1]: (result["status"] == "success", str(result["message"]))
            for result in results
        }
