"""A small world on both engines, night after night: every mart row by row, kept rows as a build of everything gives them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from both import assert_equal
from colliding_world import dealt_by_arrival
from engine import Lake, failures_of
from leads.build.seed_folder import seed_folder
from road import Road, settings_for
from small_world import (
    GROUPS,
    MONTHS_LATER,
    NIGHTS,
    OTHER_MONTHS,
    SEED,
    STATE_OF_SYNC,
    deleted_again,
    small_tables,
    write_small_rules,
)
from world_files import write_world

WITHOUT_TESTS = ("--exclude-resource-type", "test", "unit_test")
KEPT = "select table_name from operations.kept_tables where why_whole is null"
# Only a replay writes it, which is not there on Spark.
NEVER_FILLED = {"candidate_score_history"}


@dataclass
class Nights:
    """A warehouse of DuckDB and the lake beside it, and of every mart the most rows that were compared."""

    road: Road
    lake: Lake
    rules: str
    filled: Counter[str] = field(default_factory=Counter)

    def build(self, night: date, *arguments: str) -> None:
        """The same night on both engines, with the record."""
        self.road.build(night, *arguments, record=True)
        self.lake.land(self.road.settings.warehouse, night)
        self.dbt("build", night, *WITHOUT_TESTS, *arguments)

    def dbt(self, command: str, night: date, *arguments: str) -> None:
        """A command of dbt on Spark, in which nothing fails."""
        assert failures_of(self.lake.dbt(command, night, *arguments, rules=self.rules)) == []

    def know_other_months(self) -> None:
        """Give both histories the first night's rows on other dates too, as a replay, which is not there on Spark, would."""
        history = "marts.lead_score_history"
        for day in OTHER_MONTHS:
            self.road.execute(
                f"insert into {history} select * replace (date '{day}' as as_of_date) from {history} where as_of_date = '{NIGHTS[0]}'"
            )
            table = self.lake.session.table(history)
            night = table.where(f"as_of_date = date '{NIGHTS[0]}'")
            night.selectExpr(
                *(f"date '{day}' as as_of_date" if name == "as_of_date" else name for name in table.columns)
            ).writeTo(history).append()

    def assert_equal(self, warehouse: Path | None = None) -> None:
        """Every mart, and the record, row by row."""
        for mart, rows in assert_equal(warehouse or self.road.settings.warehouse, self.lake).items():
            self.filled[mart] = max(self.filled[mart], rows)


@pytest.fixture(scope="module")
def nights(lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    """Empty; the tests go from night to night."""
    folder = tmp_path_factory.mktemp("nights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEADS_TARGET", str(folder / "compiled"))
        patch.setenv("LEADS_LOGS", str(folder / "logs"))
        settings = settings_for(folder / "warehouse.duckdb")
        road = Road(replace(settings, rules=write_small_rules(folder / "rules")))
        yield Nights(road, lake, seed_folder(road.settings))


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_a_first_night_gives_the_rows_of_duckdb(nights: Nights, tmp_path: Path) -> None:
    first, _, _ = dealt_by_arrival(small_tables(GROUPS, SEED), NIGHTS)
    nights.road.load(write_world(tmp_path / "first", first, NIGHTS[0]))
    nights.build(NIGHTS[0])
    nights.assert_equal()


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_a_second_night_keeps_rows_and_gives_the_rows_of_duckdb(nights: Nights, tmp_path: Path) -> None:
    """Late, doubled, conflicting, merged and deleted rows arrive (colliding_world.py); kept rows are those of a build of everything."""
    first, second, _ = dealt_by_arrival(small_tables(GROUPS, SEED), NIGHTS)
    deleted_again(second, first)
    nights.road.execute(*STATE_OF_SYNC)
    for statement in STATE_OF_SYNC:
        nights.lake.session.sql(statement)
    nights.road.load(write_world(tmp_path / "second", second, NIGHTS[1]))
    nights.build(NIGHTS[1])
    assert len(nights.lake.session.sql(KEPT).collect()) > 20
    nights.assert_equal()
    whole = Road(replace(nights.road.settings, warehouse=tmp_path / "whole.duckdb"))
    for end in ("", ".record"):
        shutil.copy(f"{nights.road.settings.warehouse}{end}", f"{whole.settings.warehouse}{end}")
    whole.build(NIGHTS[1], "--full-refresh", record=True)
    nights.assert_equal(whole.settings.warehouse)


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_a_full_refresh_gives_what_the_nights_gave(nights: Nights) -> None:
    """Of the second night: every table written whole on Spark is the one that was kept, renewed and merged on DuckDB."""
    nights.dbt("build", NIGHTS[1], *WITHOUT_TESTS, "--full-refresh")
    # It says what the build before knew and is no table that could be whole.
    assert nights.lake.session.sql(KEPT).collect() == [("intermediate.int_build_baseline",)]
    nights.assert_equal()


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_what_is_erased_is_gone_after_a_full_refresh(nights: Nights, tmp_path: Path) -> None:
    """Months later, so that the outcomes of the first night are known, and what they teach."""
    _, _, rest = dealt_by_arrival(small_tables(GROUPS, SEED), NIGHTS)
    nights.road.load(write_world(tmp_path / "rest", rest, MONTHS_LATER))
    nights.road.execute(
        "delete from raw.events where event_type = 'call'", "delete from raw.leads where lead_id = 'L001A'"
    )
    nights.know_other_months()
    nights.build(MONTHS_LATER, "--full-refresh")
    assert (
        nights.lake.session.sql("select count(*) from marts.lead_scores where lead_id = 'L001A'").collect()[0][0] == 0
    )
    nights.assert_equal()
    assert {mart for mart, rows in nights.filled.items() if not rows} == NEVER_FILLED


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_every_test_of_the_data_holds_on_spark(nights: Nights) -> None:
    """On the marts of the night before: keys, checks of contracts, sums of the ledger and all others."""
    nights.dbt("test", MONTHS_LATER, "--select", "test_type:data")


@pytest.mark.torture
@pytest.mark.timeout(7200)
def test_every_unit_test_holds_on_spark(nights: Nights) -> None:
    nights.dbt("test", MONTHS_LATER, "--select", "test_type:unit")
