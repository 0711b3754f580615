"""Tryton, a real server: leads created and updated, a poisoned row kept apart, a change by hand found, nobody let in."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leads.base.errors import LeadsError
from leads.sync.adapter import Stopped
from leads.sync.destination import read_destination
from leads.sync.plan import Choice
from leads.sync.preview import preview
from sync_place import FAST, PATIENT, Lead, Place
from test_sync_kills import start
from tryton_server import OPPORTUNITIES, PASSWORD, USER, TrytonServer

FIELDS = {"lead_score": "lead_score", "lead_stage": "stage", "lead_due_at": "due_at"}
PARTY, OPPORTUNITY = "party.party", "sale.opportunity"


@pytest.fixture(scope="module")
def tryton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrytonServer]:
    server = TrytonServer(tmp_path_factory.mktemp("tryton") / "server")
    yield server
    server.close()


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRYTON_PASSWORD", PASSWORD)


def write(place: Place, server: TrytonServer, **more: object) -> None:
    settings = {"base_url": server.url, "database": "crm", "user": USER, "record": PARTY, "key": "lead_key"}
    given = {"mode": "upsert", "fields": FIELDS, "patience": PATIENT, "limits": FAST, **settings, **more}
    place.write_destination("tryton", kind="tryton", **given)


def held(server: TrytonServer, record: str, prefix: str) -> dict[str, tuple[object, object]]:
    names = ["lead_key", "lead_score", "lead_stage"]
    found = server.ask(f"model.{record}.search_read", [("lead_key", "like", f"{prefix}%")], 0, None, None, names)
    told = {one["lead_key"]: (one["lead_score"], one["lead_stage"]) for one in found}
    assert len(told) == len(found), "a lead is there twice"
    return {
        lead: (float(score["decimal"]) if isinstance(score, dict) else score, stage)
        for lead, (score, stage) in told.items()
    }


def leads(number: int, prefix: str, more: int = 0) -> list[Lead]:
    return [
        Lead(f"{prefix}-{one:04d}", (one + more) % 100, "known", "2026-03-01 09:30:00" if one % 2 else None)
        for one in range(number)
    ]


def as_held(rows: list[Lead]) -> dict[str, tuple[object, object]]:
    return {str(row.lead_id): (row.score, row.stage) for row in rows}


def create_update_and_read_back(place: Place, server: TrytonServer, record: str, number: int) -> None:
    """The whole road, with a row that the server refuses: its score is beyond what the field may hold."""
    prefix = f"{record}-{number}"
    write(place, server, record=record)
    poisoned = Lead(f"{prefix}-0007", 999)
    first = leads(number, prefix)
    place.publish([*first[:7], poisoned, *first[8:]])
    done = place.sync("tryton")
    assert (done.tally.acknowledged, done.tally.rejected) == (number - 1, 1)
    expected = {lead: value for lead, value in as_held(first).items() if lead != poisoned.lead_id}
    assert held(server, record, prefix) == expected
    [(lead, reason)] = place.state("select lead_id, reason from sync.rejects")
    assert lead == poisoned.lead_id and "Lead score" in reason
    second = leads(number, prefix, more=1)
    place.publish(second, ruleset="r2")
    done = place.sync("tryton")
    assert (done.tally.acknowledged, done.tally.rejected) == (number, 0)
    assert held(server, record, prefix) == as_held(second)
    assert place.sync("tryton").requests == 0
    change_by_hand(place, server, record, prefix, second)


def change_by_hand(place: Place, server: TrytonServer, record: str, prefix: str, rows: list[Lead]) -> None:
    """Two leads are not as acknowledged: the plan of a full run names them, the run mends them and nothing else."""
    found = server.ask(
        f"model.{record}.search", [("lead_key", "in", [f"{prefix}-0003", f"{prefix}-0005"])], 0, None, None
    )
    server.ask(f"model.{record}.write", found[:1], {"lead_score": {"__class__": "Decimal", "decimal": "1.5"}})
    server.ask(f"model.{record}.write", found[1:], {"lead_key": None})
    told = preview(place.settings, read_destination(place.settings, "tryton"), Choice(is_full=True))
    drifts = {(drift.lead_id, drift.field, drift.held) for drift in told.drifts}
    by_hand = {(lead, field, value) for lead, field, value in drifts if field}
    assert (len(drifts), len(by_hand), told.counts.planned) == (2, 1, 2)
    assert {(field, value) for _, field, value in by_hand} == {("lead_score", 1.5)}
    done = place.sync("tryton", is_full=True)
    assert (done.counts.verified, done.counts.again, done.tally.acknowledged) == (len(rows) - 2, 2, 2)
    assert held(server, record, prefix) == as_held(rows)
    assert place.sync("tryton", is_full=True).counts.planned == 0


def test_leads_are_created_updated_and_read_back(place: Place, tryton: TrytonServer) -> None:
    create_update_and_read_back(place, tryton, PARTY, 120)


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_1000_leads_are_opportunities(place: Place, tmp_path: Path) -> None:
    server = TrytonServer(tmp_path / "server", OPPORTUNITIES)
    try:
        create_update_and_read_back(place, server, OPPORTUNITY, 1000)
    finally:
        server.close()


def test_update_only_creates_nobody(place: Place, tryton: TrytonServer) -> None:
    write(place, tryton, mode="update_only")
    place.publish(leads(3, "nobody"))
    done = place.sync("tryton")
    assert (done.tally.acknowledged, done.tally.rejected) == (0, 3)
    assert held(tryton, PARTY, "nobody") == {}


def test_an_answer_that_is_lost_creates_nobody_twice(
    place: Place, tryton: TrytonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The create arrives, its answer does not: on the second try the key is taken, and the halves find who is there."""
    import httpx

    write(place, tryton)
    place.publish(leads(20, "lost"))
    request = httpx.Client.request
    lost: list[str] = []

    def losing(self: httpx.Client, method: str, url: str, **given: object) -> httpx.Response:
        response = request(self, method, url, **given)  # type: ignore[arg-type]
        if not lost and ".create" in str(given.get("json")):
            lost.append(url)
            raise httpx.ReadError("lost")
        return response

    monkeypatch.setattr(httpx.Client, "request", losing)
    assert place.sync("tryton").tally.acknowledged == 20
    assert lost and len(held(tryton, PARTY, "lost")) == 20


def test_a_wrong_password_stops_and_is_not_told(
    place: Place, tryton: TrytonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRYTON_PASSWORD", "not-the-password")
    write(place, tryton)
    place.publish(leads(1, "wrong"))
    with pytest.raises(Stopped, match=r"refused us \(HTTP 401\): check the token in TRYTON_PASSWORD"):
        place.sync("tryton")


def test_a_field_that_is_not_there_stops(place: Place, tryton: TrytonServer) -> None:
    write(place, tryton, fields={"no_such_field": "stage"})
    place.publish(leads(1, "field"))
    with pytest.raises(LeadsError, match=r"answers model\.party\.party\.create with an error"):
        place.sync("tryton")


def test_no_secret_is_in_a_file(place: Place, tryton: TrytonServer, tmp_path: Path) -> None:
    write(place, tryton)
    place.publish(leads(5, "secret"))
    place.sync("tryton")
    told = [path for path in tmp_path.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()]
    assert not told
    assert PASSWORD not in tryton.log.read_text()


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_5_kills_lose_and_double_nobody(place: Place, tryton: TrytonServer) -> None:
    """At any moment of a run; the lead key is unique there, so that doubling one would be refused, too."""
    write(place, tryton)
    rows = leads(600, "killed")
    place.publish(rows)
    chance, killed = random.Random(3), 0
    for _ in range(5):
        process = start(place, "tryton")
        time.sleep(chance.uniform(1.5, 6))
        process.kill()
        killed += process.wait(60) != 0
        process.communicate()
    assert place.sync("tryton").tally.rejected == 0
    assert held(tryton, PARTY, "killed") == as_held(rows)
    print(f"{killed} of 5 kills of tryton hit")
