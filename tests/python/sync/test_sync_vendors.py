"""What is of one vendor alone: jobs of Salesforce, parts of a batch of Dynamics, applications that sign in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crms import BULK, DYNAMICS, SALESFORCE, Crm
from dynamics_server import DynamicsServer
from leads.sync.adapter import Paused, Stopped
from leads.sync.http import Caller
from salesforce_server import SalesforceServer
from stand_in import BROKEN, Reply
from sync_place import TOKEN, Lead, Place

MANY = [Lead(f"lead-{number:04d}", number % 100) for number in range(250)]
SECRET = "canary-client-secret-44c1"
CLIENT = {"id_from": "CLIENT_ID", "secret_from": "CLIENT_SECRET"}


@pytest.fixture
def force(place: Place) -> Iterator[SalesforceServer]:
    server = SalesforceServer(TOKEN, secret=SECRET)
    BULK.write(place, server)
    yield server
    server.close()


@pytest.fixture
def dynamics(place: Place) -> Iterator[DynamicsServer]:
    server = DynamicsServer(TOKEN, secret=SECRET)
    DYNAMICS.write(place, server)
    yield server
    server.close()


def break_off(place: Place, monkeypatch: pytest.MonkeyPatch, method: str, ending: str, after: bool) -> None:
    """End the run as a crash would, at its first request of a kind, before or after it is carried out."""

    class Crash(BaseException):
        pass

    once = Caller._once

    def ends(self: Caller, verb: str, path: str, *given: object, **more: object) -> object:
        if verb == method and path.endswith(ending):
            if after:
                once(self, verb, path, *given, **more)  # type: ignore[arg-type]
            raise Crash
        return once(self, verb, path, *given, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Caller, "_once", ends)
        patch.setattr("leads.sync.run.end_run", lambda *_: None)
        with pytest.raises(Crash):
            place.sync("bulk")


@pytest.mark.parametrize(
    ("method", "ending", "after", "uploads"),
    [
        ("PUT", "/batches", False, 3),  # nothing was uploaded: the job is given up
        ("PUT", "/batches", True, 4),  # uploaded and not closed: nothing was done with it
        ("GET", "750000000", False, 3),  # closed: asked about, and not uploaded again
        ("GET", "/failedResults", True, 3),
    ],
)
def test_after_a_crash_a_job_is_asked_about_and_not_uploaded_again(
    place: Place,
    force: SalesforceServer,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    ending: str,
    after: bool,
    uploads: int,
) -> None:
    place.publish(MANY)
    break_off(place, monkeypatch, method, ending, after)
    [(job,)] = place.state("select job_id from sync.jobs")
    assert place.state("select count(*) from sync.ledger") == [(0,)]
    done = place.sync("bulk")
    assert {lead: row["lead_score"] for lead, row in force.records.items()} == {
        one.lead_id: str(one.score) for one in MANY
    }
    assert (force.created, force.uploads) == (250, uploads)
    was_asked = force.jobs[job]["state"] == "JobComplete"
    assert done.counts.planned == (150 if was_asked else 250)
    assert force.jobs[job]["state"] in ("JobComplete", "Aborted")
    assert place.state("select count(*) from sync.jobs") == [(0,)]


def test_a_crash_after_a_job_was_given_up_is_none(
    place: Place, force: SalesforceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish(MANY)
    break_off(place, monkeypatch, "PUT", "/batches", True)
    break_off(place, monkeypatch, "PATCH", "750000000", True)
    assert force.jobs["750000000"]["state"] == "Aborted"
    assert place.sync("bulk").tally.acknowledged == 250
    assert force.created == 250


def test_a_job_that_takes_long_pauses_and_is_asked_about_later(place: Place, force: SalesforceServer) -> None:
    BULK.write(place, force, longest_job_seconds=0)
    force.polls = 5
    place.publish(MANY[:100])
    for _ in range(3):
        with pytest.raises(Paused, match="still works on a job"):
            place.sync("bulk")
    assert place.sync("bulk").counts.planned == 0
    assert (force.uploads, force.created) == (1, 100)


def test_a_job_that_failed_stops_and_what_it_did_counts(place: Place, force: SalesforceServer) -> None:
    force.is_failing = True
    place.publish(MANY[:100])
    with pytest.raises(Stopped, match=r"could not work on a job \(Failed\)"):
        place.sync("bulk")
    force.is_failing = False
    assert place.sync("bulk").counts.planned == 50
    assert force.created == 100


def test_a_job_that_is_gone_is_sent_again(
    place: Place, force: SalesforceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish(MANY[:100])
    break_off(place, monkeypatch, "GET", "750000000", False)
    force.jobs.clear()
    assert place.sync("bulk").counts.planned == 100
    assert force.created == 100


def test_few_rows_make_no_job(place: Place, force: SalesforceServer) -> None:
    BULK.write(place, force, bulk_from=200)
    place.publish(MANY)
    place.sync("bulk")
    assert force.uploads == 3
    place.publish([Lead("lead-0000", 99), *MANY[1:]])
    assert place.sync("bulk").requests == 1 and force.uploads == 3


def test_an_object_that_is_not_there_stops(place: Place, force: SalesforceServer) -> None:
    BULK.write(place, force, key="No_Such__c")
    place.publish(MANY[:10])
    with pytest.raises(Stopped, match="makes no job of the mapping"):
        place.sync("bulk")


@pytest.mark.parametrize("crm", [SALESFORCE, BULK, DYNAMICS], ids=lambda crm: crm.name)
def test_an_application_signs_in(
    place: Place, force: SalesforceServer, dynamics: DynamicsServer, crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = dynamics if crm is DYNAMICS else force
    more = {"sign_in_url": server.url} if crm is DYNAMICS else {}
    client = {**CLIENT, "tenant_from": "TENANT"} if crm is DYNAMICS else CLIENT
    crm.write(place, server, token_from=None, client=client, **more)
    for name, value in {"CLIENT_ID": "our-id", "CLIENT_SECRET": "wrong-secret", "TENANT": "our-tenant"}.items():
        monkeypatch.setenv(name, value)
    place.publish(MANY)
    with pytest.raises(Stopped, match="gave no token") as refused:
        place.sync(crm.name)
    assert "wrong-secret" not in str(refused.value)
    monkeypatch.setenv("CLIENT_SECRET", SECRET)
    assert place.sync(crm.name).tally.acknowledged == 250
    asked = len(server.asked)
    assert place.sync(crm.name).requests == 0 and len(server.asked) == asked
    state = place.settings.warehouse.with_name("leads.duckdb.sync").read_bytes()
    assert SECRET.encode() not in state and TOKEN.encode() not in state


def test_rows_that_were_too_much_are_sent_again(place: Place, dynamics: DynamicsServer) -> None:
    dynamics.busy = {"lead-0007", "lead-0123"}
    place.publish(MANY)
    done = place.sync("dynamics")
    assert (done.tally.acknowledged, done.requests, dynamics.created) == (250, 5, 250)


def test_dynamics_creates_nobody_where_it_only_updates(place: Place, dynamics: DynamicsServer) -> None:
    DYNAMICS.write(place, dynamics, mode="update_only")
    dynamics.records = {"it's lead 1/2": {}}
    place.publish([Lead("it's lead 1/2", 5), *MANY[:2]])
    done = place.sync("dynamics")
    assert (done.tally.acknowledged, done.tally.rejected, dynamics.created) == (1, 2, 0)
    assert dynamics.records["it's lead 1/2"] == {"msdyn_score": 5, "msdyn_grade": 0}


def test_an_answer_that_leaves_a_part_out_counts_for_none(place: Place, dynamics: DynamicsServer) -> None:
    place.publish(MANY[:10])

    def shorter(reply: Reply) -> Reply:
        return Reply(200, str(reply.body).replace("--answer", "--other", 1), reply.headers)

    dynamics.faults.append(shorter)
    with pytest.raises(Stopped, match="not what its documentation says"):
        place.sync("dynamics")
    assert place.state("select count(*) from sync.ledger") == [(0,)]
    dynamics.faults.extend([BROKEN] * 4)
    with pytest.raises(Stopped, match="gave no answer"):
        place.sync("dynamics")


def test_what_was_changed_in_salesforce_is_found(place: Place) -> None:
    server = SalesforceServer(TOKEN)
    SALESFORCE.write(place, server)
    rows = [Lead(f"it's \\ {number}", number % 100, due_at="2026-03-01 09:30:00") for number in range(250)]
    place.publish(rows)
    place.sync("salesforce")
    server.records["it's \\ 7"]["lead_stage"] = "by hand"
    del server.records["it's \\ 8"]
    done = place.sync("salesforce", is_full=True)
    found = [(drift.lead_id, drift.field, drift.held, drift.ours) for drift in done.drifts]
    assert found == [("it's \\ 7", "lead_stage", "by hand", "known"), ("it's \\ 8", None, None, None)]
    assert (done.counts.verified, done.tally.acknowledged, len(server.records)) == (248, 2, 250)
    assert place.sync("salesforce", is_full=True).counts.planned == 0
    server.close()
