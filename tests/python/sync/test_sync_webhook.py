"""Webhooks: the same id for the same change, nothing twice where twice is a harm, and no other host."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.sync.adapter import Stopped
from stand_in import BROKEN, NEVER_ARRIVED, TOO_MANY, Reply, dropped
from sync_place import FAST, PATIENT, Lead, Place
from webhook_server import WebhookServer

LEADS = [Lead("a", 78, "mql", "2026-03-01 09:30:00"), Lead("b", 12.5), Lead("c", None, None)]


@pytest.fixture
def webhook(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookServer]:
    server = WebhookServer()
    monkeypatch.setenv("WEBHOOK_URL", f"{server.url}/secret-path-7781")
    write(place)
    yield server
    server.close()


def write(place: Place, **more: object) -> None:
    settings = {"url_from": "WEBHOOK_URL", "patience": PATIENT, "limits": FAST, **more}
    place.write_destination("webhook", kind="webhook", **settings)


def test_rows_arrive_as_json(place: Place, webhook: WebhookServer) -> None:
    place.publish(LEADS)
    assert place.sync("webhook").requests == 3
    row = webhook.rows["a"]
    assert row.pop("id") in webhook.carried_out
    assert row == {
        "lead_id": "a",
        "lead_score": 78,
        "lead_stage": "mql",
        "lead_answer_due_at": "2026-03-01T09:30:00Z",
        "lead_is_hot": False,
    }
    assert (webhook.rows["b"]["lead_score"], webhook.rows["c"]["lead_score"]) == (12.5, None)


def test_a_lost_answer_is_asked_again_under_the_same_key(place: Place, webhook: WebhookServer) -> None:
    place.publish(LEADS[:1])
    webhook.faults.append(dropped)
    assert place.sync("webhook").requests == 2
    assert len({asked.headers["idempotency-key"] for asked in webhook.asked}) == 1
    assert len(webhook.carried_out) == 1


def test_back_and_forth_is_a_new_change_each_time(place: Place, webhook: WebhookServer) -> None:
    for score in (1, 2, 1, 2):
        place.publish([Lead("a", score)])
        place.sync("webhook")
    assert len(set(webhook.carried_out)) == 4
    assert webhook.rows["a"]["lead_score"] == 2


def test_after_a_crash_the_same_change_has_its_old_key(place: Place, webhook: WebhookServer) -> None:
    place.publish(LEADS)
    webhook.faults.extend([dropped] * 4)
    with pytest.raises(Stopped, match="gave no answer in 4 tries"):
        place.sync("webhook")
    assert len(webhook.carried_out) == 1
    done = place.sync("webhook")
    assert (done.counts.in_flight, len(webhook.carried_out)) == (1, 3)


def test_rows_that_the_receiver_names_are_kept_apart(place: Place, webhook: WebhookServer) -> None:
    write(place, batch_size=10)
    webhook.refused = {"b"}
    place.publish(LEADS)
    done = place.sync("webhook")
    assert (done.requests, done.tally.acknowledged, done.tally.last_reason) == (1, 2, "not ours")


def test_an_answer_about_others_counts_for_none(place: Place, webhook: WebhookServer) -> None:
    place.publish(LEADS)
    webhook.faults.append(lambda _: Reply(200, {"rejected": [{"lead_id": "stranger"}]}))
    with pytest.raises(Stopped, match="of 1 others"):
        place.sync("webhook")


@pytest.mark.parametrize("fault", [dropped, BROKEN], ids=["answer lost", "500"])
def test_what_must_not_come_twice_waits_for_a_person(place: Place, webhook: WebhookServer, fault: Reply) -> None:
    write(place, is_idempotent=False)
    place.publish(LEADS)
    webhook.faults.extend([TOO_MANY, fault])  # a 429 was not carried out and may be asked again
    with pytest.raises(Stopped, match="must not arrive twice"):
        place.sync("webhook")
    assert len(webhook.asked) == 2
    done = place.sync("webhook")
    assert (done.tally.acknowledged, done.counts.held_back) == (2, 1)
    assert place.sync("webhook").requests == 0
    [(reason, retry_at)] = place.state("select reason, retry_at from sync.rejects")
    assert "may have arrived" in reason and retry_at is None
    assert place.sync("webhook", retry_rejected=True).tally.acknowledged == 1


@pytest.mark.parametrize(
    "fault", [Reply(401), Reply(302, None, {"Location": "http://x.example"}), Reply(429, None, {"Retry-After": "999"})]
)
def test_what_surely_did_not_arrive_may_be_sent(place: Place, webhook: WebhookServer, fault: Reply) -> None:
    write(place, is_idempotent=False)
    place.publish(LEADS)
    webhook.faults.append(fault)
    with pytest.raises(LeadsError):
        place.sync("webhook")
    done = place.sync("webhook")
    assert (done.tally.acknowledged, done.counts.held_back) == (3, 0)


def test_an_answer_that_cannot_be_read_may_be_of_rows_that_arrived(place: Place, webhook: WebhookServer) -> None:
    write(place, is_idempotent=False)
    place.publish(LEADS)
    webhook.faults.append(lambda _: Reply(200, {"rejected": "many"}))
    with pytest.raises(Stopped, match="no list of objects"):
        place.sync("webhook")
    assert place.sync("webhook").counts.held_back == 1


def test_a_request_that_never_left_is_asked_again(place: Place, webhook: WebhookServer) -> None:
    write(place, is_idempotent=False, patience={**PATIENT, "attempts": 1})
    place.publish(LEADS)
    webhook.close()
    with pytest.raises(Stopped, match=r"no answer in 1 tries \(ConnectError\)"):
        place.sync("webhook")


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused(place: Place, webhook: WebhookServer, code: int) -> None:
    other = WebhookServer()
    place.publish(LEADS)
    webhook.faults.append(Reply(code, None, {"Location": other.url}))
    with pytest.raises(Stopped, match="another address, which is refused"):
        place.sync("webhook")
    assert not other.asked
    other.close()


@pytest.mark.parametrize(
    "address", ["http://hooks.example.com/x", "ftp://a/b", "https://user:word@a.example/", "words"]
)
def test_a_secret_address_is_checked_and_not_told(place: Place, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", address)
    write(place)
    place.publish(LEADS)
    with pytest.raises(LeadsError, match="WEBHOOK_URL cannot be used") as refused:
        place.sync("webhook")
    assert refused.value.exit_code == ExitCode.USAGE and address not in str(refused.value)


def test_a_late_answer_is_asked_for_again(place: Place, webhook: WebhookServer) -> None:
    write(place, patience={**PATIENT, "answer_seconds": 0.3})
    place.publish(LEADS[:1])

    def late(reply: Reply) -> Reply:
        time.sleep(0.6)
        return reply

    webhook.faults.append(late)
    done = place.sync("webhook")
    assert done.requests > 1 and done.tally.acknowledged == len(webhook.carried_out) == 1


def test_a_server_that_goes_away_is_waited_for(place: Place, webhook: WebhookServer) -> None:
    place.publish(LEADS)
    webhook.faults.extend([NEVER_ARRIVED] * 3)
    assert place.sync("webhook").tally.acknowledged == 3
