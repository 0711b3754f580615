"""The record of what was published: exact for any history, kept through every rebuild, and refused rather than spoiled."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timezone
from itertools import chain

import pytest
from typer.testing import CliRunner

from leads.cli import app
from leads.errors import LeadsError
from leads.warehouse import connect, record_of
from published import (
    History,
    history,
    publications,
    publish,
    published_states,
    random_history,
    record_contents,
    record_rows,
    snapshot_at,
    write_histories,
)
from road import Road

DAY = date(2026, 3, 1)
JANE = history("jane", "known", "engaged")
JOHN = history("john", "known")
HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture(scope="module")
def built(road: Road) -> Road:
    """Every model once, with nothing loaded."""
    road.build(DAY)
    return road


@pytest.fixture(scope="module")
def first_record(built: Road) -> bytes:
    """A record that holds Jane and John as of DAY."""
    record_of(built.settings.warehouse).unlink(missing_ok=True)
    write_histories(built, [*JANE, *JOHN])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        publish(built, DAY)
    time.tzset()
    return record_of(built.settings.warehouse).read_bytes()


@pytest.fixture
def fresh(built: Road, first_record: bytes) -> Road:
    """That record and the histories it was made of."""
    record_of(built.settings.warehouse).write_bytes(first_record)
    write_histories(built, [*JANE, *JOHN])
    return built


def contents(road: Road) -> dict[str, list[tuple[object, ...]]]:
    return record_contents(record_of(road.settings.warehouse))


@pytest.fixture
def unchanged(fresh: Road) -> Iterator[Road]:
    """The fresh record, which the test must leave as it is."""
    before = contents(fresh)
    yield fresh
    assert contents(fresh) == before


def test_every_published_state_of_a_thousand_leads_is_exact(built: Road) -> None:
    """1,000 independent histories over 6 runs: extended, rewritten, gone and back."""
    record_of(built.settings.warehouse).unlink(missing_ok=True)
    chance = random.Random(11)
    leads: dict[str, History] = {f"lead_{number}": () for number in range(1000)}
    expected: list[set[object]] = []
    for run in range(6):
        for lead in leads:
            if run == 0 or chance.random() < 0.6:
                leads[lead] = random_history(lead, chance)
        expected.append(set(chain.from_iterable(leads.values())))
        write_histories(built, chain.from_iterable(leads.values()))
        publish(built, date(2026, 3, 1 + run // 3))
    states = published_states(built)
    assert list(states.values()) == expected
    for moment, stays in states.items():
        current = {(one.lead_id, one.stage, one.cycle_no, one.entered_on) for one in stays if one.is_current}
        assert snapshot_at(built, moment) == current
    assert {row[0] for row in publications(built)} == {1, 2, 3, 4, 5, 6}


def test_a_record_survives_the_same_day_a_full_refresh_and_a_new_warehouse(unchanged: Road) -> None:
    publish(unchanged, DAY)
    publish(unchanged, DAY, "--full-refresh", "--select", "lead_stages_current", "tag:record")
    unchanged.settings.warehouse.unlink()
    unchanged.build(DAY)
    write_histories(unchanged, [*JANE, *JOHN])
    publish(unchanged, DAY)


def test_two_changes_between_runs_are_both_published(fresh: Road) -> None:
    write_histories(fresh, [*history("jane", "known", "engaged", "mql", "sal"), *JOHN])
    publish(fresh, DAY)
    last = [(row[1], row[5], row[6]) for row in publications(fresh) if row[0] == 2]
    assert last == [("retract", 2, "engaged"), ("assert", 2, "engaged"), ("assert", 3, "mql"), ("assert", 4, "sal")]


def test_a_run_that_stops_before_the_snapshot_is_caught_up_by_the_next(fresh: Road) -> None:
    write_histories(fresh, [*history("jane", "known", "engaged", "mql"), *JOHN])
    publish(fresh, DAY, "--select", "stage_publications", tests=False)
    publish(fresh, DAY)
    assert {row[0] for row in publications(fresh)} == {1, 2}
    write_histories(fresh, [*history("jane", "known", "engaged", "mql", "sal"), *JOHN])
    publish(fresh, DAY)


def test_a_lead_that_is_gone_is_retracted_and_its_snapshot_row_closed(fresh: Road) -> None:
    write_histories(fresh, JANE)
    publish(fresh, DAY)
    (gone,) = [row for row in publications(fresh) if row[0] == 2]
    assert (gone[1], gone[4]) == ("retract", "john")
    closed = record_rows(
        fresh, "select lead_id, dbt_valid_to from snapshots.lead_stages_snapshot where dbt_valid_to is not null"
    )
    assert closed == [("john", gone[2])]


def test_a_change_of_band_is_in_the_snapshot_alone(fresh: Road) -> None:
    fresh.execute("update marts.lead_scores set engagement_band = 1 where lead_id = 'jane'")
    publish(fresh, DAY)
    query = "select engagement_band, dbt_valid_to is null from snapshots.lead_stages_snapshot where lead_id = 'jane' order by all"
    assert record_rows(fresh, query) == [(1, True), (2, False)]
    assert {row[0] for row in publications(fresh)} == {1}


def test_a_second_snapshot_of_the_same_moment_doubles_nothing(fresh: Road) -> None:
    ((moment,),) = record_rows(fresh, "select max(dbt_valid_from) from snapshots.lead_stages_snapshot")
    again = ("--select", "lead_stages_current", "tag:record", "--vars", f"{{recorded_at: '{moment}'}}")
    before = contents(fresh)
    publish(fresh, DAY, *again)
    assert contents(fresh) == before
    for band in (1, 3):
        fresh.execute(f"update marts.lead_scores set engagement_band = {band} where lead_id = 'jane'")
        publish(fresh, DAY, *again)
    query = (
        "select engagement_band, dbt_valid_to from snapshots.lead_stages_snapshot where lead_id = 'jane' order by all"
    )
    assert record_rows(fresh, query) == [(1, moment), (2, moment), (3, None)]


def refused(road: Road, day: date, *arguments: str) -> str:
    with pytest.raises(LeadsError) as error:
        publish(road, day, *arguments, tests=False)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("stays", "sentence"),
    [
        ((), "nothing is to be recorded while rows stand in the record, 3 in all; load the missing data"),
        (
            (*JANE, *JOHN, *JOHN),
            "keys (lead_id, stay_no) are doubled in what is to be recorded, 1 in all; correct the models",
        ),
        (
            (*JANE, *history(None, "known")),
            "rows without lead_id or stay_no are to be recorded, 1 in all; correct the models",
        ),
    ],
)
def test_a_history_that_cannot_be_is_refused(unchanged: Road, stays: History, sentence: str) -> None:
    write_histories(unchanged, stays)
    told = refused(unchanged, DAY, "--select", "tag:record")
    assert "The model stage_publications failed" in told
    assert f"stage_publications was left as it is: {sentence}" in told


@pytest.mark.parametrize(
    ("profiles", "sentence"),
    [
        ("", "nothing is to be recorded while rows stand in the record, 1 in all"),
        ("('jane'), ('jane')", "keys (lead_id) are doubled in what is to be recorded, 1 in all"),
        ("('jane'), (null)", "rows without lead_id are to be recorded, 1 in all"),
    ],
)
def test_a_snapshot_is_refused_what_would_spoil_it(built: Road, profiles: str, sentence: str) -> None:
    record_of(built.settings.warehouse).unlink(missing_ok=True)
    insert = (
        "insert into intermediate.int_lead_profiles (lead_id, valid_from_on, valid_to_on) "
        "select col0, date '2026-01-01', date '9999-12-31' from (values {})"
    )
    try:
        built.execute("truncate intermediate.int_lead_profiles", insert.format("('jane')"))
        publish(built, DAY, "--select", "lead_profiles_snapshot", tests=False)
        before = contents(built)
        built.execute("truncate intermediate.int_lead_profiles", *([insert.format(profiles)] if profiles else []))
        told = refused(built, DAY, "--select", "lead_profiles_snapshot")
    finally:
        built.execute("truncate intermediate.int_lead_profiles")
    assert f"lead_profiles_snapshot was left as it is: {sentence}" in told
    assert contents(built) == before


@pytest.mark.parametrize(
    ("day", "vars_given", "sentence"),
    [
        (date(2026, 2, 28), "{}", "the as-of date 2026-02-28 is before 2026-03-01, the last recorded one"),
        (date(2199, 1, 1), "{}", "the as-of date 2199-01-01 is after the day of this run"),
        (DAY, "{recorded_at: '2026-03-01 06:00:00'}", "the time of this run, 2026-03-01 06:00:00, is before"),
    ],
)
def test_a_clock_that_goes_back_is_refused(unchanged: Road, day: date, vars_given: str, sentence: str) -> None:
    write_histories(unchanged, JANE)
    for node in ("stage_publications", "lead_stages_snapshot"):
        told = refused(unchanged, day, "--select", node, "--vars", vars_given)
        assert f"{node} was left as it is: {sentence}" in told


@pytest.fixture
def any_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the rules has tests of its own."""
    monkeypatch.setattr("leads.commands.build.check_rules", lambda _: None)


@pytest.mark.usefixtures("any_rules")
def test_a_look_at_another_day_leaves_the_record_alone(unchanged: Road) -> None:
    write_histories(unchanged, JANE)
    for day, why in (("2026-02-01", "is before 2026-03-01, the last recorded day"), ("2199-01-01", "is still to come")):
        asked = ["--warehouse", str(unchanged.settings.warehouse), "build", "--as-of-date", day, "--skip-tests"]
        result = CliRunner().invoke(app, [*asked, "--select", "lead_stages_current", "--select", "tag:record"])
        assert result.exit_code == 0, result.output
        assert f"The record of what was published is left as it is: {day} {why}." in result.output


@pytest.mark.usefixtures("any_rules")
def test_a_held_record_is_told_in_one_sentence_and_a_build_frees_it(unchanged: Road) -> None:
    file = str(record_of(unchanged.settings.warehouse))
    asked = ["--warehouse", str(unchanged.settings.warehouse), "build", "--as-of-date", DAY.isoformat()]
    with subprocess.Popen([sys.executable, "-c", HOLD, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"  # the last build freed the file
        result = CliRunner().invoke(app, asked)
        holder.communicate(b"")
    assert result.exit_code == 5
    assert "warehouse.duckdb.record is in use by" in result.output


@pytest.mark.parametrize(
    "spoil",
    [
        "delete from marts.stage_publications where lead_id = 'john'",
        "update snapshots.lead_stages_snapshot set stage = 'mql' where lead_id = 'jane'",
        "update snapshots.lead_stages_snapshot set dbt_valid_from = dbt_valid_from - interval 1 hour where lead_id = 'jane'",
        "insert into snapshots.lead_stages_snapshot from snapshots.lead_stages_snapshot where lead_id = 'john'",
    ],
)
def test_a_record_that_was_tampered_with_is_noticed(fresh: Road, spoil: str) -> None:
    with connect(record_of(fresh.settings.warehouse)) as con:
        con.execute(spoil)
    with pytest.raises(LeadsError, match="The test assert_"):
        publish(fresh, DAY, "--select", "test_type:singular,tag:record")


def test_the_time_of_a_record_is_utc_whatever_the_zone_of_the_machine(fresh: Road) -> None:
    ((moment,),) = record_rows(fresh, "select distinct recorded_at from marts.stage_publications")
    assert abs((datetime.now(timezone.utc).replace(tzinfo=None) - moment).total_seconds()) < 3600
    assert record_rows(fresh, "select distinct dbt_valid_from from snapshots.lead_stages_snapshot") == [(moment,)]
