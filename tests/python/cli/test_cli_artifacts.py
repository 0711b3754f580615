"""What dbt's own tools read after `leads build`: manifest and results, `dbt retry`; and no value of a row in them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dbt.cli.main import dbtRunner

from leads.base.errors import LeadsError
from leads.base.settings import Settings
from leads.build.dbt_runner import run_dbt
from tiny_project import by_default

DATED = "{{ config(materialized='table') }} select date '{{ var('as_of_date', '1999-01-01') }}' as n"
QUOTES = "{{ config(materialized='table') }} select ('ja' || 'ne@example.com')::int as n"


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def retry(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> bool:
    """`dbt retry` as somebody would type it in the project folder."""
    monkeypatch.chdir(settings.project_dir)
    monkeypatch.setenv("LEADS_WAREHOUSE", str(settings.warehouse))
    monkeypatch.setenv("LEADS_RULES", "rules")
    return dbtRunner().invoke(["retry", *arguments]).success


def test_manifest_and_results_are_those_of_dbt(project: Settings) -> None:
    run_dbt(project, ["build"])
    results = read(project.compiled_dir, "run_results.json")
    nodes = [result["unique_id"] for result in results["results"]]
    assert [name.split(".")[:3] for name in nodes] == [["model", "tiny", "good"], ["test", "tiny", "not_null_good_n"]]
    manifest = read(project.compiled_dir, "manifest.json")
    assert set(manifest["nodes"]) == set(nodes)
    assert manifest["nodes"]["model.tiny.good"]["compiled_code"] == "select 7 as n"
    assert read(project.compiled_dir, "semantic_manifest.json")["semantic_models"] == []


def test_the_default_warehouse_compiles_to_the_folder_that_every_tool_reads(project: Settings) -> None:
    assert by_default(project).compiled_dir == project.project_dir / "target"
    assert project.compiled_dir == project.project_dir / "target" / "warehouses" / "w"


def test_a_failed_run_leaves_results_without_the_row(project: Settings) -> None:
    (project.project_dir / "models" / "good.sql").write_text(QUOTES)
    with pytest.raises(LeadsError):
        run_dbt(project, ["build"])
    results = read(project.compiled_dir, "run_results.json")["results"]
    assert [result["status"] for result in results] == ["error", "skipped"]
    assert "Conversion Error: (the message may quote a row" in results[0]["message"]
    places = [*project.compiled_dir.glob("*.json"), project.project_dir / "logs" / "dbt.log"]
    assert not [path for path in places if "jane@" in path.read_text()]


@pytest.mark.parametrize("is_default", [True, False])
def test_dbt_retry_ends_what_failed_for_the_same_date(
    project: Settings, monkeypatch: pytest.MonkeyPatch, is_default: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = replace(by_default(project) if is_default else project, as_of_date=date(2026, 6, 30))
    model = settings.project_dir / "models" / "good.sql"
    model.write_text(QUOTES)
    with pytest.raises(LeadsError):
        run_dbt(settings, ["build"])
    model.write_text(DATED)
    found = () if is_default else ("--state", str(settings.compiled_dir), "--target-path", str(settings.compiled_dir))
    assert retry(settings, monkeypatch, *found)
    assert "PASS=2" in capfd.readouterr().out, "it shows what it does, though `leads build` kept dbt quiet"
    statuses = [one["status"] for one in read(settings.compiled_dir, "run_results.json")["results"]]
    assert statuses == ["success", "pass"]
    assert "2026-06-30" in (settings.compiled_dir / "compiled/tiny/models/good.sql").read_text()


def test_a_run_that_only_looks_leaves_the_results_of_the_build(project: Settings) -> None:
    (project.project_dir / "models" / "good.sql").write_text("select null::int as n")
    with pytest.raises(LeadsError):
        run_dbt(project, ["build"])
    before = read(project.compiled_dir, "run_results.json")
    (project.project_dir / "models" / "good.sql").write_text("select 7 as n")
    run_dbt(project, ["build"], keeps_artifacts=False)
    assert read(project.compiled_dir, "run_results.json") == before


def test_every_warning_names_what_it_warns_of_and_where_to_look(project: Settings) -> None:
    models = "{models: [{name: good, columns: [{name: n, data_tests: [{not_null: {config: {severity: warn}}}]}]}]}"
    (project.project_dir / "models" / "models.yml").write_text(models)
    (project.project_dir / "models" / "good.sql").write_text("select null::int as n")
    told: list[str] = []
    summary = run_dbt(project, ["build", "--select", "good", "better"], warn=told.append)
    assert summary.warnings == 1
    assert told == [
        "dbt warns: The selection criterion 'better' does not match any enabled nodes",
        "The test not_null_good_n warns: 1 row against it; to see them, run "
        "target/warehouses/w/compiled/tiny/models/models.yml/not_null_good_n.sql in a DuckDB shell.",
    ]
