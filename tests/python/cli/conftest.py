"""Fixtures: a small built warehouse, and the command run in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import crafted_warehouse
from crafted_warehouse import Run
from leads.base.settings import Settings
from leads.cli import app
from tiny_project import write_project


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """The path of a small built warehouse."""
    path = tmp_path / "leads.duckdb"
    crafted_warehouse.create(path)
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `leads` with arguments: its exit code, standard output and standard error."""
    for name in ("LEADS_WAREHOUSE", "LEADS_RULES", "LEADS_AS_OF_DATE", "LEADS_BUSINESS_TIME_ZONE", "LEADS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LEADS_LOGS", str(tmp_path / "logs"))
    monkeypatch.setenv("LEADS_TARGET", str(tmp_path / "target"))

    def invoke(*arguments: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        return result.exit_code, result.stdout, result.stderr

    return invoke


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A dbt project with one model and one test."""
    monkeypatch.delenv("LEADS_LOGS", raising=False)
    monkeypatch.delenv("LEADS_TARGET", raising=False)
    return write_project(tmp_path)
