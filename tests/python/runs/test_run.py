"""One run: the order of the steps, the first failure, the next call; and who hears of it, once. The steps are stand-ins."""

from __future__ import annotations

import fcntl
from collections.abc import Sequence

import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.run.cycle import Line, run
from leads.run.steps import STEPS, Outcome, Request, Step
from news_place import Mailbox, NewsPlace

NAMES = [name for name, _ in STEPS]


class Steps:
    """Stand-ins that note that they were called and fail as told."""

    def __init__(self, place: NewsPlace) -> None:
        self.place = place
        self.called: list[str] = []
        self.lines: list[Line] = []
        self.failing: dict[str, Exception] = {}
        self.complaint: LeadsError | None = None
        self.warned: list[str] = []

    def _step(self, name: str) -> Step:
        def step(_settings: object, _request: Request) -> Outcome:
            self.called.append(name)
            if name in self.failing:
                raise self.failing[name]
            return Outcome(f"{name} done", complaint=self.complaint if name == "sync" else None)

        return step

    def run(self) -> list[str]:
        """Those that one run called."""
        self.called, self.lines = [], []
        steps: Sequence[tuple[str, Step]] = [(name, self._step(name)) for name in NAMES]
        run(self.place.settings, Request(warn=self.warned.append), self.lines.append, steps)
        return self.called

    def failed(self, match: str) -> LeadsError:
        """The error of a run that does not go through."""
        with pytest.raises(LeadsError, match=match) as refused:
            self.run()
        return refused.value


@pytest.fixture
def steps(place: NewsPlace) -> Steps:
    return Steps(place)


def test_the_steps_follow_each_other_and_say_what_they_did(steps: Steps) -> None:
    assert steps.run() == ["load", "build", "publish", "sync", "digest"]
    assert [(line.step, line.said, line.is_failed) for line in steps.lines] == [(n, f"{n} done", False) for n in NAMES]
    assert len(steps.lines) == 5 and all(line.seconds >= 0 for line in steps.lines)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_that_fails_is_the_last_and_the_next_call_heals(steps: Steps, name: str) -> None:
    steps.failing[name] = LeadsError("It broke.", ExitCode.DESTINATION)
    assert steps.failed("It broke").exit_code == ExitCode.DESTINATION
    assert steps.called == NAMES[: NAMES.index(name) + 1]
    assert (steps.lines[-1].step, steps.lines[-1].is_failed) == (name, True)
    steps.failing.clear()
    assert steps.run() == NAMES


def test_an_unexpected_error_ends_the_run_as_it_is(steps: Steps) -> None:
    steps.failing["build"] = ZeroDivisionError("with a value")
    with pytest.raises(ZeroDivisionError):
        steps.run()
    assert steps.called == ["load", "build"]


def test_what_a_destination_complains_of_is_the_end_but_stops_nothing(steps: Steps) -> None:
    steps.complaint = LeadsError("2 rows rejected.", ExitCode.PARTLY)
    assert steps.failed("2 rows rejected").exit_code == ExitCode.PARTLY
    assert steps.called == NAMES


def test_one_run_at_a_time(steps: Steps) -> None:
    lock = steps.place.settings.warehouse.with_name("leads.duckdb.run.lock")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert steps.failed("Another run of this warehouse is going on").exit_code == ExitCode.LOCKED
        assert not steps.called
    assert steps.run() == NAMES


@pytest.fixture
def mailed(steps: Steps, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    monkeypatch.setenv("LEADS_NOTIFY_URLS", mailbox.url("team"))
    return mailbox


def test_a_failure_is_told_once_and_its_recovery_once(steps: Steps, mailed: Mailbox) -> None:
    steps.run()
    steps.failing["load"] = LeadsError("events.csv of jane@example.com is torn.", ExitCode.BAD_INPUT)
    for _ in range(3):
        steps.failed("is torn")
    [(receiver, subject, text)] = mailed.told()
    assert (receiver, subject) == ("team", "Leads: load failed")
    assert "events.csv of (e-mail) is torn." in text and "Exit code 3" in text
    steps.failing = {"sync": LeadsError("The CRM is away.", ExitCode.DESTINATION)}
    steps.failed("is away")
    assert [subject for _, subject, _ in mailed.told()] == ["Leads: load failed", "Leads: sync failed"], (
        "another matter"
    )
    steps.failing.clear()
    steps.run()
    steps.run()
    assert [subject for _, subject, _ in mailed.told()][2:] == ["Leads: runs go through again"]


def test_a_file_that_is_held_is_told_when_two_runs_in_a_row_meet_it(steps: Steps, mailed: Mailbox) -> None:
    steps.failing["load"] = LeadsError("The warehouse is in use.", ExitCode.LOCKED)
    steps.failed("is in use")
    steps.failing.clear()
    steps.run()
    assert not mailed.mails, "somebody looked at it for a moment"
    steps.failing["load"] = LeadsError("The warehouse is in use.", ExitCode.LOCKED)
    for _ in range(3):
        steps.failed("is in use")
    assert [subject for _, subject, _ in mailed.told()] == ["Leads: load failed"]
    steps.failing.clear()
    steps.run()
    assert [subject for _, subject, _ in mailed.told()][1:] == ["Leads: runs go through again"]


def test_an_interrupted_run_is_nobodys_news_and_an_unexpected_error_is(steps: Steps, mailed: Mailbox) -> None:
    steps.failing["build"] = LeadsError("Interrupted.", ExitCode.INTERRUPTED)
    steps.failed("Interrupted")
    assert not mailed.mails
    steps.failing["build"] = ZeroDivisionError("jane@example.com")
    with pytest.raises(ZeroDivisionError):
        steps.run()
    [(_, subject, text)] = mailed.told()
    assert subject == "Leads: build failed" and "ZeroDivisionError" in text and "jane" not in text


def test_who_cannot_be_told_does_not_hide_the_failure_and_is_told_later(steps: Steps, mailed: Mailbox) -> None:
    mailed.is_closed = True
    steps.failing["build"] = LeadsError("A test failed.", ExitCode.BUILD_FAILED)
    assert steps.failed("A test failed").exit_code == ExitCode.BUILD_FAILED
    assert len(steps.warned) == 1 and "did not take the message" in steps.warned[0]
    mailed.is_closed = False
    steps.failed("A test failed")
    assert [subject for _, subject, _ in mailed.told()] == ["Leads: build failed"]


RAISED = """
    insert into marts.lead_scores (lead_id, account_id) values ('lea', 'acme');
    insert into marts.sales_queue (queue_position, lead_id, account_id, owner_id, cycle_no, entry_signal, entry_reason, sla_status, due_at)
    values (2, 'lea', 'acme', 'ann', 1, 'hand_raised', 'asked for a demonstration', 'open', '2026-07-01 12:00:00'),
        (3, 'max', null, 'cid', 1, 'hand_raised', 'asked to be contacted', 'open', '2026-07-01 13:00:00'),
        (4, 'old', null, 'ann', 1, 'score_reached', 'score', 'open', '2026-07-01 13:00:00');
"""


@pytest.fixture
def channels(mailed: Mailbox, place: NewsPlace, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """The team by its address, Ann by the tag of a file."""
    config = place.folder / "channels.yml"
    config.write_text(f"urls:\n  - {mailed.url('ann')}:\n      tag: owner-ann\n", encoding="utf-8")
    monkeypatch.setenv("LEADS_NOTIFY_CONFIG", str(config))
    return mailed


def test_a_hand_raise_is_told_to_its_owner_once(steps: Steps, channels: Mailbox) -> None:
    steps.place.publish()
    steps.run()
    assert not channels.mails, "what waited before the first run is known"
    steps.place.publish(changed=RAISED)
    for _ in range(3):
        steps.run()
    told = {receiver: (subject, text) for receiver, subject, text in channels.told()}
    assert len(channels.mails) == 2 and set(told) == {"ann", "team"}
    assert told["ann"][0] == "1 lead asked for us"
    assert "asked for a demonstration, Acme Ltd, answer due Wed 01 Jul, 12:00" in told["ann"][1]
    assert "asked to be contacted, answer due Wed 01 Jul, 13:00" in told["team"][1], "its owner has no channel"
    assert not any(name in text for _, text in told.values() for name in ("lea ", "max", "cid"))
    steps.place.publish(changed=RAISED.replace("'lea', 'acme', 'ann', 1", "'lea', 'acme', 'ann', 2"))
    steps.run()
    assert [receiver for receiver, *_ in channels.told()][2:] == ["ann"], "raised again in another cycle"


def test_ids_go_out_where_a_setting_says_so_and_also_while_a_sync_fails(
    steps: Steps, channels: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADS_NOTIFY_PERSONAL", "1")
    steps.place.publish()
    steps.run()
    steps.place.publish(changed=RAISED)
    steps.failing["sync"] = LeadsError("The CRM is away.", ExitCode.DESTINATION)
    steps.failed("is away")
    told = channels.told()
    assert "Leads: sync failed" in {subject for _, subject, _ in told}
    assert any("lea (owner ann): asked" in text for _, _, text in told)


def test_nobody_is_told_of_a_hand_raise_that_could_not_be_sent_as_if_it_had_been(
    steps: Steps, channels: Mailbox
) -> None:
    steps.place.publish()
    steps.run()
    steps.place.publish(changed=RAISED)
    channels.is_closed = True
    assert steps.failed("did not take the message").exit_code == ExitCode.DESTINATION
    channels.is_closed = False
    steps.run()
    assert sorted(receiver for receiver, *_ in channels.told()) == ["ann", "team"]


def test_erasure_finds_the_notes_by_their_lead_id(steps: Steps, channels: Mailbox) -> None:
    """It goes by the name of the column, in every table of the state."""
    from leads.base.warehouse import connect, sync_state_of

    steps.place.publish()
    steps.run()
    with connect(sync_state_of(steps.place.settings.warehouse), read_only=True) as con:
        assert con.execute("select lead_id from notes.matters order by 1").fetchall() == [("ida",), ("kim",)]
