"""Fixtures: a small built warehouse, and the command run in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import crafted_warehouse
from crafted_warehouse import Run
from leads.base.settings import Settings
from leads.cli import app
from tiny_project import settings_in, write_project


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


@pytest.fixture(scope="module")
def project_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the dbt project of every test of a file lies."""
    return tmp_path_factory.mktemp("projects") / "project"


@pytest.fixture
def folder(project_place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That place, empty but for what dbt has read of the macros that all projects share: it reads those once a file."""
    monkeypatch.delenv("LEADS_LOGS", raising=False)
    monkeypatch.delenv("LEADS_TARGET", raising=False)
    read = settings_in(project_place).compiled_dir / "partial_parse.msgpack"
    kept = read.read_bytes() if read.exists() else b""
    shutil.rmtree(project_place, ignore_errors=True)
    project_place.mkdir()
    if kept:
        read.parent.mkdir(parents=True)
        read.write_bytes(kept)
    return project_place


@pytest.fixture
def project(folder: Path) -> Settings:
    """A dbt project with one model and one test."""
    return write_project(folder)
