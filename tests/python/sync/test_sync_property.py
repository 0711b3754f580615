"""Whatever changes, fails and crashes: in the end the destination holds the payload, each lead once, and nobody is sent twice
for nothing."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crashes import crashing_at
from hubspot_server import HubSpotServer
from leads.base.errors import LeadsError
from stand_in import BROKEN, DAY_IS_OVER, NEVER_ARRIVED, TOO_MANY, Reply, dropped
from sync_place import FIELDS, TOKEN, Lead, Place, properties

LEADS = [f"lead-{number}" for number in range(7)]
BATCH = 3  # several batches from few leads


def without_last(reply: Reply) -> Reply:
    """An answer that forgets a row."""
    results = (reply.body or {}).get("results") or []
    return Reply(reply.code, {**(reply.body or {}), "results": results[:-1]})


FAULTS: dict[str, Reply | Callable[[Reply], Reply]] = {
    "too many": TOO_MANY,
    "broken": BROKEN,
    "never arrived": NEVER_ARRIVED,
    "answer lost": dropped,
    "day is over": DAY_IS_OVER,
    "token refused": Reply(401, {"message": "no"}),
    "whole batch": Reply(400, {"message": "something is not valid"}),
    "conflict": Reply(409, {"message": "conflict"}),
    "row forgotten": without_last,
}
PAYLOADS = st.dictionaries(
    st.sampled_from(LEADS), st.tuples(st.integers(0, 3), st.sampled_from(["known", "mql"])), min_size=1
)
STEPS = st.lists(
    st.tuples(
        PAYLOADS,
        st.sets(st.sampled_from(LEADS), max_size=2),
        st.lists(st.sampled_from(sorted(FAULTS)), max_size=3),
        st.none() | st.integers(0, 12),
        st.booleans(),
    ),
    min_size=1,
    max_size=3,
)
Steps = list[tuple[dict[str, tuple[int, str]], set[str], list[str], int | None, bool]]


def run_through(folder: Path, steps: Steps) -> None:
    """Publish, spoil, sync, crash; then let all heal, and compare."""
    place = Place(folder / "place")
    server = HubSpotServer(TOKEN, list(FIELDS))
    guards = {"max_change_share": 1, "max_reject_share": 1}
    patience = {"attempts": 2, "first_seconds": 0, "longest_seconds": 1}
    place.hubspot(server.url, guards=guards, patience=patience)
    try:
        leads: list[Lead] = []
        for payload, poisoned, faults, crash_at, is_strict in steps:
            leads = [Lead(lead, score, stage) for lead, (score, stage) in sorted(payload.items())]
            place.publish(leads)
            server.poisoned, server.is_strict = set(poisoned), is_strict
            server.faults.clear()
            server.faults.extend(FAULTS[name] for name in faults)
            with crashing_at(10**9 if crash_at is None else crash_at):
                with contextlib.suppress(LeadsError):
                    place.sync()
            assert_state_is_true(place, server)
        server.poisoned.clear()
        server.faults.clear()
        place.sync(retry_rejected=True)
        assert {lead: server.records.get(str(lead)) for lead in payload} == {
            str(lead.lead_id): properties(lead) for lead in leads
        }
        assert server.created == len(server.records)
        assert place.state("select count(*) from sync.rejects where lead_id in " + str((*payload, ""))) == [(0,)]
        asked = len(server.asked)
        assert place.sync().counts.planned == 0 and len(server.asked) == asked
    finally:
        server.close()


def assert_state_is_true(place: Place, server: HubSpotServer) -> None:
    """What is called acknowledged the destination has, or had before what is on its way now."""
    acknowledged = {lead for (lead,) in place.state("select lead_id from sync.ledger")}
    acknowledged |= {lead for (lead,) in place.state("select lead_id from sync.journal where event = 'acknowledged'")}
    assert acknowledged <= set(server.records)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leads.sync.hubspot.HubSpotAdapter.batch_size", BATCH)


UNHURRIED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


def in_a_folder(steps: Steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run_through(Path(folder), steps)


@given(STEPS)
@settings(max_examples=100, deadline=None, suppress_health_check=UNHURRIED)
def test_the_destination_ends_equal_to_the_payload(steps: Steps) -> None:
    in_a_folder(steps)


@pytest.mark.torture
@pytest.mark.timeout(7200)
@given(STEPS)
@settings(max_examples=1000, deadline=None, suppress_health_check=UNHURRIED)
def test_the_destination_ends_equal_to_the_payload_1000_times(steps: Steps) -> None:
    in_a_folder(steps)


def test_a_ledger_written_before_the_answer_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mistake of others, planted: this test can fail."""
    from leads.sync.delivery import Journal, Outcome

    sent = Journal.sent

    def too_early(self: Journal, first: int, last: int) -> None:
        sent(self, first, last)
        self.answered([Outcome(first, last)])

    monkeypatch.setattr(Journal, "sent", too_early)
    with pytest.raises(AssertionError):
        run_through(tmp_path, [({"lead-1": (1, "mql")}, set(), ["token refused"], None, True)])
