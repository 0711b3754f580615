"""A dbt project of one model and one test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from leads.base.settings import DEFAULT_WAREHOUSE, Settings

PROJECT = """
name: tiny
profile: tiny
flags: {send_anonymous_usage_stats: false}
seed-paths: ["{{ env_var('LEADS_RULES') }}"]
"""
PROFILES = "{tiny: {target: t, outputs: {t: {type: duckdb, path: \"{{ env_var('LEADS_WAREHOUSE') }}\"}}}}"
MODELS = "{models: [{name: good, columns: [{name: n, data_tests: [not_null]}]}]}"


def settings_in(folder: Path) -> Settings:
    """A warehouse that is not the default one."""
    return Settings(folder / "w.duckdb", folder / "rules", None, project_dir=folder)


def by_default(settings: Settings) -> Settings:
    """The same project with its default warehouse."""
    return replace(settings, warehouse=settings.project_dir / DEFAULT_WAREHOUSE)


def write_project(folder: Path) -> Settings:
    """Write the project to a folder."""
    (folder / "models").mkdir()
    for name, text in (("dbt_project.yml", PROJECT), ("profiles.yml", PROFILES), ("models/models.yml", MODELS)):
        (folder / name).write_text(text)
    (folder / "models" / "good.sql").write_text("select 7 as n")
    (folder / "rules").mkdir()
    (folder / "warehouse").mkdir()
    return settings_in(folder)
