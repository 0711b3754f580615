"""What holds for every destination behind HTTP: faults are waited out, what was acknowledged is kept, one bad lead is kept apart."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from crms import ALL, BULK, DYNAMICS, SALESFORCE, WEBHOOK, Crm, Server
from dynamics_server import DynamicsServer
from leads.base.errors import ExitCode
from leads.sync.adapter import Paused, Stopped
from salesforce_server import SPENT, SalesforceServer
from stand_in import BROKEN, NEVER_ARRIVED, TOO_MANY, Reply, dropped
from sync_place import PATIENT, Lead, Place

MANY = [Lead(f"lead-{number:04d}", number % 100, due_at="2026-03-01 09:30:00") for number in range(250)]
OURS = [SALESFORCE, BULK, DYNAMICS]


@pytest.fixture(params=ALL, ids=lambda crm: crm.name)
def crm(request: pytest.FixtureRequest) -> Crm:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def server(crm: Crm, place: Place) -> Iterator[Server]:
    server = crm.start()
    crm.write(place, server)
    yield server
    server.close()


def assert_holds(crm: Crm, server: Server, leads: list[Lead]) -> None:
    assert crm.held(server) == {str(lead.lead_id): crm.expected(lead) for lead in leads}
    assert crm.created(server) == len(leads)


def test_every_lead_arrives_once_and_unchanged_ones_never_again(place: Place, crm: Crm, server: Server) -> None:
    place.publish(MANY)
    done = place.sync(crm.name)
    assert (done.counts.new, done.tally.acknowledged) == (250, 250)
    assert_holds(crm, server, MANY)
    place.publish(MANY)
    assert place.sync(crm.name).requests == 0
    changed = [*MANY[:249], Lead("lead-0249", 1.5, None, None, True), Lead("new")]
    place.publish(changed)
    done = place.sync(crm.name)
    assert (done.counts.new, done.counts.changed) == (1, 1)
    assert_holds(crm, server, changed)


@pytest.mark.parametrize("fault", [TOO_MANY, BROKEN, NEVER_ARRIVED, dropped], ids=["429", "500", "lost", "answer lost"])
def test_what_may_pass_is_tried_again(place: Place, crm: Crm, server: Server, fault: Reply) -> None:
    place.publish(MANY)
    for _ in range(5):  # each comes at another step of a job
        server.faults.extend([fault, lambda reply: reply])
    done = place.sync(crm.name)
    assert done.tally.acknowledged == 250
    assert_holds(crm, server, MANY)


def test_several_batches_may_be_under_way(place: Place, crm: Crm, server: Server) -> None:
    crm.write(place, server, limits={"requests": 100000, "seconds": 1, "at_once": 4})
    place.publish(MANY)
    server.faults.extend([BROKEN, dropped, TOO_MANY])
    assert place.sync(crm.name).tally.acknowledged == 250
    assert_holds(crm, server, MANY)
    assert place.state("select count(*), count(distinct lead_id) from sync.ledger") == [(250, 250)]


def test_slow_answers_are_asked_for_again(place: Place, crm: Crm, server: Server) -> None:
    crm.write(place, server, patience={**PATIENT, "answer_seconds": 0.4})
    place.publish(MANY[:20])

    def late(reply: Reply) -> Reply:
        time.sleep(0.8)
        return reply

    server.faults.append(late)
    assert place.sync(crm.name).tally.acknowledged == 20
    assert_holds(crm, server, MANY[:20])


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_token_stops_and_keeps_nobody_apart(place: Place, crm: Crm, server: Server, code: int) -> None:
    place.publish(MANY)
    server.faults.append(Reply(code, [{"message": "no", "errorCode": "INVALID_SESSION_ID"}]))
    with pytest.raises(Stopped, match=rf"refused us \(HTTP {code}\)"):
        place.sync(crm.name)
    assert len(server.asked) == 1
    assert place.state("select count(*) from sync.rejects") == [(0,)]


def test_a_redirect_is_refused(place: Place, crm: Crm, server: Server) -> None:
    other = WEBHOOK.start()
    place.publish(MANY)
    server.faults.append(Reply(307, None, {"Location": other.url}))
    with pytest.raises(Stopped, match="another address, which is refused"):
        place.sync(crm.name)
    assert not other.asked
    other.close()


def test_an_answer_that_is_no_answer_stops(place: Place, crm: Crm, server: Server) -> None:
    place.publish(MANY[:10])
    server.faults.append(Reply(200, {"rejected": "surprise", "state": 7}))
    with pytest.raises(Stopped, match=r"documentation says|no list of objects|tells of 0 of 10 rows"):
        place.sync(crm.name)
    assert place.state("select count(*) from sync.ledger") == [(0,)]
    assert place.sync(crm.name).tally.acknowledged == 10
    assert_holds(crm, server, MANY[:10])


@pytest.mark.parametrize("crm", OURS, ids=lambda crm: crm.name)
def test_one_bad_lead_is_kept_apart(place: Place, crm: Crm, server: Server) -> None:
    assert isinstance(server, SalesforceServer | DynamicsServer)
    server.poisoned = {"lead-0123"}
    place.publish(MANY)
    done = place.sync(crm.name)
    assert (done.tally.acknowledged, done.tally.rejected) == (249, 1)
    [(lead, reason)] = place.state("select lead_id, reason from sync.rejects")
    assert lead == "lead-0123" and "not valid" in reason
    assert place.sync(crm.name).requests == 0
    server.poisoned.clear()
    assert place.sync(crm.name, retry_rejected=True).tally.acknowledged == 1
    assert_holds(crm, server, MANY)


@pytest.mark.parametrize("crm", [SALESFORCE, BULK], ids=lambda crm: crm.name)
def test_the_requests_of_24_hours_pause(place: Place, crm: Crm, server: Server) -> None:
    place.publish(MANY)
    server.faults.extend([lambda reply: reply, SPENT])
    with pytest.raises(Paused, match="quota of the day") as paused:
        place.sync(crm.name)
    assert paused.value.exit_code == ExitCode.PAUSED
    place.sync(crm.name)
    assert_holds(crm, server, MANY)
