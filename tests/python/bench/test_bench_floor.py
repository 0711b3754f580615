"""The floor, Polars, pandas and the marts give the same scores to the last decimal, and a difference is noticed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import duckdb
import pytest

from bench import ours
from bench.floor.score import score
from bench.scores import Question, differ_from_file, differ_from_marts
from leads.base.settings import PROJECT_DIR
from small_load import LOAD

RULES = PROJECT_DIR / "seeds/rules"
Score = Callable[[Question, Path], int]


@pytest.fixture(scope="module")
def floor(load_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scores of the floor as of the last date."""
    output = tmp_path_factory.mktemp("floor") / "scores.parquet"
    assert score(Question((load_folder / "base",), RULES, LOAD.last_date), output) > 390
    return output


def test_scores_are_spread(floor: Path) -> None:
    """A load in which nobody scores, or everybody the same, would prove nothing."""
    with duckdb.connect() as con:
        row = con.execute(
            "select count(distinct engagement_score), count(*) filter (where engagement_score > 30), "
            f"count(*) filter (where engagement_score = 0) from read_parquet('{floor}')"
        ).fetchone()
    assert row is not None
    assert row[0] > 100 and row[1] > 5 and row[2] > 20


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_data_frames_agree(library: str, load_folder: Path, floor: Path, tmp_path: Path) -> None:
    for package in (library, "pyarrow" if library == "pandas" else library):
        pytest.importorskip(package, reason=f"{package} is in the dependency group bench")
    score_by_frames: Score = import_module(f"bench.frames.with_{library}").score
    score_by_frames(Question((load_folder / "base",), RULES, LOAD.last_date), tmp_path / "scores.parquet")
    assert differ_from_file(floor, tmp_path / "scores.parquet") == 0


def test_a_changed_rule_or_a_day_more_is_a_difference(load_folder: Path, floor: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    seed = rules / "engagement_rules.csv"
    seed.write_text(
        seed.read_text(encoding="utf-8").replace(",page_visit,,,,1,", ",page_visit,,,,2,"), encoding="utf-8"
    )
    score(Question((load_folder / "base",), rules, LOAD.last_date), tmp_path / "changed.parquet")
    assert differ_from_file(floor, tmp_path / "changed.parquet") > 20
    score(Question((load_folder / "base", load_folder / "next"), RULES, LOAD.next_date), tmp_path / "next.parquet")
    assert differ_from_file(floor, tmp_path / "next.parquet") > 20


@pytest.mark.torture
def test_the_marts_agree_on_both_days_and_when_more_has_landed(load_folder: Path, floor: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "leads.duckdb"
    assert ours.land(load_folder / "base", warehouse) > LOAD.events
    built = ours.build(warehouse, RULES, LOAD.last_date, full_refresh=True, tested=False)
    assert built.models["lead_scores"] > 0 and not built.tests
    assert differ_from_marts(floor, warehouse) == 0
    folders = [load_folder / "base"]
    for landed in ("next", "more"):
        folders.append(load_folder / landed)
        ours.land(folders[-1], warehouse)
        ours.build(warehouse, RULES, LOAD.next_date, full_refresh=False, tested=False)
        assert differ_from_marts(floor, warehouse) > 20
        score(Question(tuple(folders), RULES, LOAD.next_date), tmp_path / "next.parquet")
        assert differ_from_marts(tmp_path / "next.parquet", warehouse) == 0
