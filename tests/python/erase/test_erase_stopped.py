"""An erasure that was stopped anywhere is finished by the next run; people who come back past the loader are found."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from erasure_place import ASKED, Place, doomed_texts, publish_by_hand
from erasure_world import NAMES, RIVAL_EMAIL, SHARED_EMAIL, email, identifiers, lead, visitor, write_world
from leads.base.errors import LeadsError
from leads.base.warehouse import connect, sync_state_of
from leads.erase import erase as steps
from leads.publish.layout import Layout
from search import hits_in_bytes, hits_in_tables

OTHERS = "select count(*), md5(string_agg(cast(t as varchar), '|' order by cast(t as varchar))) from raw.events as t"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Loaded and never built, so that an erasure takes a second."""
    place = Place(tmp_path_factory.mktemp("loaded"))
    write_world(place.sources, kept=40)
    place.load()
    (place.folder / "logs").mkdir()
    (place.folder / "target").mkdir()
    publish_by_hand(place)
    return place


@pytest.fixture
def copy(loaded: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A copy to erase from."""
    shutil.copytree(loaded.root, tmp_path / "copy")
    place = Place(tmp_path / "copy")
    for name, value in place.environment().items():
        monkeypatch.setenv(name, value)
    return place


@pytest.fixture(scope="module")
def others(loaded: Place, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The events of all others after an erasure that nothing stopped."""
    place = Place(tmp_path_factory.mktemp("others") / "copy")
    shutil.copytree(loaded.root, place.root)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in place.environment().items():
            patch.setenv(name, value)
        code, told = place.run("erase", *ASKED, "--yes")
        assert code == 0, told
    assert place.read("select count(*) from raw.events") != loaded.read("select count(*) from raw.events")
    return place.read(OTHERS)


def test_the_state_of_syncs_forgets_them_and_says_who_holds_them(copy: Place) -> None:
    code, told = copy.run("erase", lead("D03"), lead("D01"), "--yes")
    assert code == 0, told
    assert "The destination crm of `leads sync` still holds them" in told and "destination mail" not in told
    state = sync_state_of(copy.warehouse)
    assert hits_in_bytes([state], identifiers("D03") + identifiers("D01")) == set()
    with connect(state, read_only=True) as con:
        held = "select lead_id from sync.ledger union all select lead_id from sync.inflight order by 1"
        left = {lead(name) for name in [*NAMES, "K001"]} - {lead("D01"), lead("D03")}
        assert {one for (one,) in con.execute(held).fetchall()} == left
        [(about, reason)] = con.execute("select lead_id, reason from sync.rejects").fetchall()
    assert about == lead("K001") and "D03" not in reason


def assert_erased(place: Place, others: list[tuple[object, ...]]) -> None:
    """No byte is left, others are as after an erasure that nothing stopped, and nothing is open."""
    assert hits_in_bytes([place.folder], doomed_texts()) == set()
    assert hits_in_tables(place.warehouse, doomed_texts()) == set()
    assert place.read(OTHERS) == others
    unfinished = "select count(*), count(*) filter (where finished_at is null) from erased.tombstones"
    ((begun, open_ones),) = place.read(unfinished, place.record)
    assert (begun >= 1, open_ones) == (True, 0)


@pytest.mark.parametrize(
    "step",
    [
        "forget_raw",
        *(
            pytest.param(step, marks=pytest.mark.torture)
            for step in ("begin", "forget_logs", "forget_kept", "verify", "rewrite", "forget_published", "finish")
        ),
    ],
)
def test_what_stops_at_a_step_is_finished_by_the_next_run(
    copy: Place, others: list[tuple[object, ...]], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(steps, step, lambda *_, **__: (_ for _ in ()).throw(MemoryError(step)))
        assert copy.run("erase", *ASKED, "--yes")[0] == 1
    assert (hits_in_bytes([copy.folder], doomed_texts()) == set()) == (step == "finish")
    code, told = copy.run("erase", *ASKED, "--yes")
    assert code == 0, told
    assert_erased(copy, others)


def kill_and_repeat(place: Place, seconds: float) -> bool:
    """Kill an erasure after some seconds and run it again; whether the first one was still running."""
    command = [sys.executable, "-c", "from leads.cli import main; main()", "erase", *ASKED, "--yes"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    was_running = running.poll() is None
    if was_running:
        os.kill(running.pid, signal.SIGKILL)
    running.wait()
    code, told = place.run("erase", *ASKED, "--yes")
    assert code == 0, told
    return was_running


@pytest.mark.torture
@pytest.mark.parametrize("number", range(4))
def test_what_was_killed_is_finished_by_the_next_run(
    copy: Place, others: list[tuple[object, ...]], number: int
) -> None:
    kill_and_repeat(copy, random.Random(number).uniform(0.5, 2.0))
    assert_erased(copy, others)


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_what_was_killed_with_marts_to_build_is_finished(copy: Place, others: list[tuple[object, ...]]) -> None:
    """Ten kills at random points of an erasure that builds, rewrites and publishes."""
    copy.build("2026-01-25")
    killed = 0
    for number in range(10):
        again = Place(copy.root.with_name(f"again_{number}"))
        shutil.copytree(copy.root, again.root)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in again.environment().items():
                patch.setenv(name, value)
            killed += kill_and_repeat(again, random.Random(number).uniform(0.5, 25))
            assert_erased(again, others)
            assert hits_in_tables(again.record, doomed_texts()) == set()
        shutil.rmtree(again.root)
    assert killed >= 5


@pytest.mark.torture
def test_people_who_come_back_past_the_loader_are_found(copy: Place, others: list[tuple[object, ...]]) -> None:
    assert copy.run("erase", *ASKED, "--yes")[0] == 0
    with steps.opened(copy.settings) as con:
        con.execute("insert into raw.leads (lead_id, email, full_name, loaded_at) values ($1, $2, 'Comes Back', now())",
                    [lead("D03"), email("D03").upper()])  # fmt: skip
        con.execute("insert into raw.events (event_id, anonymous_id, event_type, occurred_at, loaded_at) "
                    "values ('back-1', $1, 'call', now(), now())", [visitor("D08")])  # fmt: skip
        con.execute(
            "update raw.accounts set attributes = json_object('contact', $1) where account_id = 'acc1'", [email("D09")]
        )
        con.execute("insert into raw.lead_merges (merged_lead_id, surviving_lead_id, merged_at, loaded_at) "
                    "values ($1, $2, now(), now())", [lead("D03"), lead("K020")])  # fmt: skip
    code, told = copy.run("erase", "--again", "--yes")
    assert code == 0, told
    assert_erased(copy, others)
    assert copy.read("select count(*) > 0 from raw.leads where lead_id = $$" + lead("K020") + "$$") == [(True,)]
    assert copy.read("select count(*) from raw.leads where full_name = 'Comes Back'") == [(0,)]
    assert copy.run("erase", "--again", "--yes") == (0, "Nothing to erase.\n")


def test_requests_are_carried_out(copy: Place) -> None:
    code, told = copy.run("erase", "--requested", "--yes")
    assert code == 0, told
    assert copy.read("select count(*) from raw.erasures") == [(0,)]
    gone = {lead(name) for name in NAMES[:2] + NAMES[18:]}
    left = {lead_id for (lead_id,) in copy.read("select distinct lead_id from raw.leads")}
    assert not left & gone and lead(NAMES[5]) in left


def test_a_shared_address_stays_with_the_other_and_brings_nothing_of_the_first(copy: Place) -> None:
    assert copy.run("erase", lead("D04"), lead("D05"), "--yes")[0] == 0
    hashes = dict(copy.read("select kind || is_shared, count(*) from erased.suppressions group by 1", copy.record))
    # Both shared addresses were theirs on some days: the one until the other had it, the other from then on.
    assert hashes["emailtrue"] == 2 and hashes["emailfalse"] == 2
    (events,) = [file for file in copy.load(copy.folder / "leads.duckdb").files if file.file == "events.jsonl"]
    assert events.is_known
    shutil.copyfile(copy.record, copy.root / "new.duckdb.record")
    copy.load(copy.root / "new.duckdb")
    found = copy.read("select email from raw.events where event_id in ('hard-1', 'hard-2')", copy.root / "new.duckdb")
    assert found == [(RIVAL_EMAIL,)]
    profiles = copy.read(
        "select lead_id from raw.leads where lower(email) = $$" + SHARED_EMAIL + "$$", copy.root / "new.duckdb"
    )
    assert profiles == [(lead("K001"),)]


@pytest.mark.torture
def test_what_was_left_by_another_tool_is_told_and_not_called_done(copy: Place) -> None:
    with steps.opened(copy.settings) as con:
        con.execute("create schema marts")
        con.execute("create table marts.copied_by_hand as select email as address from raw.leads")
    code, told = copy.run("erase", ASKED[7], "--yes")
    assert code == 1 and "address of marts.copied_by_hand" in told and "not done" in told
    with steps.opened(copy.settings) as con:
        con.execute("drop table marts.copied_by_hand")
    assert copy.run("erase", "--again", "--yes")[0] == 0
    assert email(NAMES[7]) not in {text for _, text in hits_in_bytes([copy.folder], doomed_texts())}


def test_two_erasures_do_not_run_at_once(copy: Place) -> None:
    with Layout(copy.warehouse).locked():
        code, told = copy.run("erase", ASKED[7], "--yes")
    assert code == 5 and "Another publish" in told
    with pytest.raises(LeadsError, match="There is no lead"):
        steps.plan(copy.settings, ["nobody"])
