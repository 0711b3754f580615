"""Options win over the example, the example over the environment, the environment over the defaults."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR, Settings, memory_limit, parse_date
from leads.base.warehouse import connect
from leads.examples import names, use_example

MAPPING = "as_of_date: 2026-06-30\ntables: {leads: {files: leads.csv}}\n"


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A project folder with one example that has rules and a date."""
    (tmp_path / "examples" / "shop" / "rules").mkdir(parents=True)
    (tmp_path / "examples" / "shop" / "mapping.yml").write_text(MAPPING)
    (tmp_path / "examples" / "notes").mkdir()
    return Settings(tmp_path / "w.duckdb", tmp_path / "rules", date(2020, 1, 1), project_dir=tmp_path)


def test_an_example_sets_warehouse_rules_and_date(project: Settings) -> None:
    used = use_example(project, "shop")
    assert used.warehouse == project.project_dir / "warehouse" / "shop.duckdb"
    assert used.rules == project.project_dir / "examples" / "shop" / "rules"
    assert used.as_of_date == date(2026, 6, 30)
    assert used.example == "shop"


def test_an_example_is_a_folder_with_a_mapping(project: Settings) -> None:
    assert names(project.project_dir) == ["shop"]
    with pytest.raises(LeadsError, match="there are: shop") as error:
        use_example(project, "../shop")
    assert error.value.exit_code is ExitCode.NOT_FOUND


@pytest.mark.parametrize("text", [MAPPING.replace("2026-06-30", "soon"), "a: [\n"])
def test_a_broken_mapping_is_named(project: Settings, text: str) -> None:
    (project.project_dir / "examples" / "shop" / "mapping.yml").write_text(text)
    with pytest.raises(LeadsError, match=r"examples/shop/mapping\.yml"):
        use_example(project, "shop")


def test_relative_paths_of_the_environment_start_at_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADS_WAREHOUSE", "warehouse/trial.duckdb")
    monkeypatch.setenv("LEADS_AS_OF_DATE", "2026-06-30")
    found = Settings.from_environment()
    assert found.warehouse == PROJECT_DIR / "warehouse" / "trial.duckdb"
    assert found.as_of_date == date(2026, 6, 30)
    assert found.environment()["LEADS_AS_OF_DATE"] == "2026-06-30"


@pytest.mark.parametrize("text", ["2026-02-30", "today", "20260630"])
def test_only_iso_dates_are_dates(text: str) -> None:
    with pytest.raises(LeadsError) as error:
        parse_date(text, "--as-of-date")
    assert error.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("given", "limit"), [("", None), ("512MB", "488.2 MiB"), (" 2 GiB ", "2.0 GiB"), ("1.5gb", "1.3 GiB")]
)
def test_a_limit_of_memory_holds_for_every_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, limit: str | None
) -> None:
    monkeypatch.setenv("LEADS_MEMORY_LIMIT", given)
    with connect(tmp_path / "w.duckdb") as con:
        found = con.execute("select current_setting('memory_limit')").fetchone()
    assert found is not None
    assert limit is None or found == (limit,)


@pytest.mark.parametrize("given", ["much", "4", "-1GB", "4GB; attach", "GB", "0x4GB", "50%"])
def test_any_other_limit_of_memory_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("LEADS_MEMORY_LIMIT", given)
    with pytest.raises(LeadsError, match="which is no amount of memory; write it as 4GB") as error:
        memory_limit()
    assert error.value.exit_code is ExitCode.USAGE
