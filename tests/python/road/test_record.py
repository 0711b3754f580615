"""The record of what was published: exact for any history, kept through every rebuild, tampering noticed."""

from __future__ import annotations

import random
from datetime import date, datetime, timezone
from itertools import chain

import pytest

from leads.base.errors import LeadsError
from leads.base.warehouse import connect, record_of
from published import (
    DAY,
    JANE,
    JOHN,
    READ_BY_RECORD,
    History,
    contents,
    history,
    publications,
    publish,
    published_states,
    random_history,
    record_rows,
    snapshot_at,
    write_histories,
)
from road import Road


@pytest.mark.torture
def test_every_published_state_of_a_thousand_leads_is_exact(built: Road) -> None:
    """1,000 independent histories over 4 runs: extended, rewritten, gone and back."""
    record_of(built.settings.warehouse).unlink(missing_ok=True)
    chance = random.Random(11)
    leads: dict[str, History] = {f"lead_{number}": () for number in range(1000)}
    expected: list[set[object]] = []
    for run in range(4):
        for lead in leads:
            if run == 0 or chance.random() < 0.6:
                leads[lead] = random_history(lead, chance)
        expected.append(set(chain.from_iterable(leads.values())))
        write_histories(built, chain.from_iterable(leads.values()))
        publish(built, date(2026, 3, 1 + run // 2))
    states = published_states(built)
    assert list(states.values()) == expected
    for moment, stays in states.items():
        current = {(one.lead_id, one.stage, one.cycle_no, one.entered_on) for one in stays if one.is_current}
        assert snapshot_at(built, moment) == current
    assert {row[0] for row in publications(built)} == {1, 2, 3, 4}


def test_a_record_survives_the_same_day_a_full_refresh_and_a_new_warehouse(unchanged: Road) -> None:
    publish(unchanged, DAY)
    publish(unchanged, DAY, "--full-refresh", "--select", "lead_stages_current", "tag:record")
    unchanged.settings.warehouse.unlink()
    unchanged.build(DAY, *READ_BY_RECORD)
    write_histories(unchanged, [*JANE, *JOHN])
    publish(unchanged, DAY)


def test_two_changes_between_runs_are_both_published(fresh: Road) -> None:
    write_histories(fresh, [*history("jane", "known", "engaged", "mql", "sal"), *JOHN])
    publish(fresh, DAY)
    last = [(row[1], row[5], row[6]) for row in publications(fresh) if row[0] == 2]
    assert last == [("retract", 2, "engaged"), ("assert", 2, "engaged"), ("assert", 3, "mql"), ("assert", 4, "sal")]


@pytest.mark.torture
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


@pytest.mark.torture
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


@pytest.mark.parametrize(
    "spoil",
    [
        "delete from marts.stage_publications where lead_id = 'john'",
        "update snapshots.lead_stages_snapshot set stage = 'mql' where lead_id = 'jane'",
        *(
            pytest.param(spoil, marks=pytest.mark.torture)
            for spoil in (
                "update snapshots.lead_stages_snapshot set dbt_valid_from = dbt_valid_from - interval 1 hour where lead_id = 'jane'",
                "insert into snapshots.lead_stages_snapshot from snapshots.lead_stages_snapshot where lead_id = 'john'",
            )
        ),
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
