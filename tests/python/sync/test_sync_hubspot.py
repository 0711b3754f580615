"""HubSpot's batches: each changed lead once, faults waited out, one bad lead kept apart."""

from __future__ import annotations

import time

import pytest

from hubspot_server import HubSpotServer
from leads.base.errors import ExitCode, LeadsError
from leads.sync.adapter import Paused, Stopped
from leads.sync.destination import HubSpot, read_destination
from leads.sync.hubspot_setup import set_up
from stand_in import BROKEN, DAY_IS_OVER, NEVER_ARRIVED, TOO_MANY, Reply, dropped
from sync_place import PATIENT, Lead, Place, properties

MANY = [Lead(f"lead-{number:04d}", number % 100, due_at="2026-03-01 09:30:00") for number in range(250)]


def held(server: HubSpotServer) -> list[dict[str, str]]:
    return [server.records[lead] for lead in sorted(server.records)]


def test_every_lead_arrives_once_and_unchanged_ones_never_again(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY)
    done = place.sync()
    assert (done.counts.new, done.tally.acknowledged, done.requests, hubspot.created) == (250, 250, 3, 250)
    assert held(hubspot) == [properties(lead) for lead in MANY]
    place.publish(MANY)
    assert place.sync().requests == 0
    changed = [*MANY[:249], Lead("lead-0249", 1.5, None, None, True), Lead("new")]
    place.publish(changed)
    done = place.sync()
    assert (done.counts.new, done.counts.changed, done.requests, len(hubspot.asked)) == (1, 1, 1, 4)
    assert held(hubspot) == [properties(lead) for lead in changed]


@pytest.mark.parametrize("fault", [TOO_MANY, BROKEN, NEVER_ARRIVED, dropped], ids=["429", "500", "lost", "answer lost"])
def test_what_may_pass_is_tried_again(place: Place, hubspot: HubSpotServer, fault: Reply) -> None:
    place.publish(MANY)
    hubspot.faults.extend([fault, fault])
    done = place.sync()
    assert (done.tally.acknowledged, done.requests, hubspot.created) == (250, 5, 250)
    assert place.state("select requests, outcome from sync.runs") == [(5, "done")]


def test_a_retry_waits_as_long_as_it_is_told(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY[:1])
    hubspot.faults.append(Reply(503, None, {"Retry-After": "1"}))
    began = time.monotonic()
    assert place.sync().requests == 2
    assert time.monotonic() - began >= 1


def test_a_wait_beyond_patience_pauses(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY)
    hubspot.faults.extend([lambda reply: reply, Reply(429, None, {"Retry-After": "3600"})])
    with pytest.raises(Paused, match="asks to wait 3,600 seconds"):
        place.sync()
    assert place.state("select acknowledged, outcome from sync.runs") == [(100, "paused")]
    done = place.sync()
    assert (done.counts.in_flight, done.counts.new, done.requests) == (100, 50, 2)
    assert held(hubspot) == [properties(lead) for lead in MANY]


def test_the_quota_of_the_day_pauses_and_the_next_day_goes_on(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY)
    hubspot.faults.extend([lambda reply: reply, DAY_IS_OVER])
    with pytest.raises(Paused, match="quota of the day") as paused:
        place.sync()
    assert paused.value.exit_code == ExitCode.PAUSED
    assert place.sync().tally.acknowledged == 150


def test_our_own_limit_of_a_day_counts_earlier_runs(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY)
    place.hubspot(hubspot.url, limits={"requests": 1000, "seconds": 1, "requests_a_day": 2})
    for sent in (2, 2):
        with pytest.raises(Paused, match="takes 2 requests a day"):
            place.sync()
        assert len(hubspot.asked) == sent


def test_no_answer_in_all_tries_stops_and_keeps_what_was_acknowledged(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY)
    hubspot.faults.extend([lambda reply: reply, *[BROKEN] * PATIENT["attempts"]])
    with pytest.raises(Stopped, match=r"gave no answer in 4 tries \(HTTP 500\)"):
        place.sync()
    assert place.state("select count(*) from sync.ledger") == [(100,)]
    assert place.state("select count(*) from sync.inflight") == [(100,)]
    assert place.sync().tally.acknowledged == 150


@pytest.mark.parametrize("is_strict", [True, False], ids=["whole batch refused", "multi-status"])
def test_one_bad_lead_is_kept_apart(place: Place, hubspot: HubSpotServer, is_strict: bool) -> None:
    hubspot.poisoned, hubspot.is_strict = {"lead-0123"}, is_strict
    place.publish(MANY)
    done = place.sync()
    assert (done.tally.acknowledged, done.tally.rejected) == (249, 1)
    assert sorted(hubspot.records) == [str(lead.lead_id) for lead in MANY if lead.lead_id != "lead-0123"]
    [(lead, reason, attempts, hours)] = place.state(
        "select lead_id, reason, attempts, date_diff('hour', last_rejected_at, retry_at) from sync.rejects"
    )
    assert (lead, attempts, hours) == ("lead-0123", 1, 1)
    assert "not valid" in reason and "example.com" not in reason and "\n" not in reason
    again = place.sync()
    assert (again.requests, again.counts.held_back) == (0, 1)
    assert place.sync(retry_rejected=True).tally.rejected == 1
    assert place.state("select attempts, date_diff('hour', last_rejected_at, retry_at) from sync.rejects") == [(2, 2)]
    hubspot.poisoned.clear()
    place.publish([lead for lead in MANY if lead.lead_id != "lead-0123"] + [Lead("lead-0123", 99)])
    assert place.sync().tally.acknowledged == 1  # it changed, so no pause holds it back
    assert place.state("select count(*) from sync.rejects") == [(0,)]


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_token_stops_and_keeps_nobody_apart(place: Place, hubspot: HubSpotServer, code: int) -> None:
    place.publish(MANY)
    hubspot.faults.append(Reply(code, {"message": "no"}))
    with pytest.raises(Stopped, match=rf"refused us \(HTTP {code}\): check the token in HUBSPOT_TOKEN"):
        place.sync()
    assert len(hubspot.asked) == 1
    assert place.state("select count(*) from sync.rejects") == [(0,)]


def test_an_answer_that_leaves_a_row_out_counts_for_none(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY[:10])

    def without_last(reply: Reply) -> Reply:
        return Reply(200, {**reply.body, "results": reply.body["results"][:-1]})

    hubspot.faults.append(without_last)
    with pytest.raises(Stopped, match="tells of 9 of 10 rows sent"):
        place.sync()
    assert place.state("select count(*) from sync.ledger") == [(0,)]
    assert place.sync().counts.in_flight == 10


def test_an_answer_that_is_no_answer_stops(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY[:10])
    hubspot.faults.append(Reply(200, ["surprise"]))
    with pytest.raises(Stopped, match="not what its documentation says"):
        place.sync()


def test_errors_without_a_name_are_found_by_halves(place: Place, hubspot: HubSpotServer) -> None:
    hubspot.poisoned, hubspot.is_strict = {"lead-0003"}, False

    def nameless(reply: Reply) -> Reply:
        errors = [{**error, "objectWriteTraceId": None} for error in reply.body["errors"]]
        return Reply(reply.code, {**reply.body, "errors": errors})

    hubspot.faults.extend([nameless] * 100)
    place.publish(MANY[:20])
    done = place.sync()
    assert (done.tally.acknowledged, done.tally.rejected) == (19, 1)
    assert place.state("select lead_id from sync.rejects") == [("lead-0003",)]


def test_update_only_creates_nobody(place: Place, hubspot: HubSpotServer) -> None:
    hubspot.records = {"lead-0001": {"lead_key": "lead-0001", "owned": "by HubSpot"}}
    place.hubspot(hubspot.url, mode="update_only")
    place.publish(MANY[:3])
    done = place.sync()
    assert (done.tally.acknowledged, done.tally.rejected, list(hubspot.records)) == (1, 2, ["lead-0001"])
    assert hubspot.records["lead-0001"]["owned"] == "by HubSpot"
    assert {reason.split()[0] for (reason,) in place.state("select reason from sync.rejects")} == {"OBJECT_NOT_FOUND"}


def test_setup_creates_the_properties_that_lack(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(MANY[:1])
    for name in ("lead_key", "lead_score", "lead_is_hot", "lead_answer_due_at"):
        del hubspot.properties[name]
    found = read_destination(place.settings, "hubspot")
    assert isinstance(found, HubSpot)
    lacking, there = set_up(place.settings, found, only_show=True)
    assert (there, len(hubspot.properties)) == (["lead_stage"], 1)
    assert set_up(place.settings, found, only_show=False)[0] == lacking
    assert {name: (one.get("type"), one.get("hasUniqueValue")) for name, one in hubspot.properties.items()} == {
        "lead_stage": (None, None),
        "lead_key": ("string", True),
        "lead_score": ("number", None),
        "lead_is_hot": ("enumeration", None),
        "lead_answer_due_at": ("datetime", None),
    }
    assert place.sync().tally.acknowledged == 1
    assert set_up(place.settings, found, only_show=False)[0] == []


def test_a_property_that_is_not_there_ends_at_the_reject_rate(place: Place, hubspot: HubSpotServer) -> None:
    del hubspot.properties["lead_stage"]
    place.publish(MANY)
    with pytest.raises(LeadsError, match="rejected 21 of 21 rows") as stopped:
        place.sync()
    assert stopped.value.exit_code == ExitCode.GUARDED
    assert len(hubspot.asked) < 60
