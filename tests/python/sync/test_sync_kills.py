"""kill -9 at any request: nothing lost, nothing doubled, and only what was on its way is sent again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from crms import ALL, BULK, HUBSPOT, SALESFORCE, WEBHOOK, Crm, Server
from leads.base.settings import PROJECT_DIR
from sync_place import Lead, Place
from webhook_server import WebhookServer

COMMAND = "from leads.cli import main; main()"


def start(place: Place, name: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT_DIR / "scripts"),
        "LEADS_DESTINATIONS": str(place.folder / "destinations"),
    }
    command = [sys.executable, "-c", COMMAND, "--warehouse", str(place.settings.warehouse), "sync", name]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def kill_until_done(place: Place, server: Server, name: str, kills: int, last: int, seed: int) -> int:
    """Kill at random requests, before or after they are carried out; the number of kills that hit. last: requests to choose from."""
    chance = random.Random(seed)
    killed = 0
    for _ in range(kills):
        process = start(place, name)
        at = len(server.asked) + chance.randint(1, last)

        def kill(number: int, at: int = at, process: subprocess.Popen[bytes] = process) -> None:
            if number == at:
                time.sleep(chance.choice([0, 0.002, 0.01]))
                process.send_signal(signal.SIGKILL)

        server.on_request = kill
        out, _ = process.communicate(timeout=120)
        assert process.returncode in (0, -signal.SIGKILL), out.decode()
        killed += process.returncode != 0
    server.on_request = lambda _: None
    process = start(place, name)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0, out.decode()
    return killed


def kill_and_compare(place: Place, crm: Crm, rows: int, kills: int, seed: int) -> int:
    """Nobody lost or doubled, and sent again at most what was under way."""
    server = crm.start()
    crm.write(place, server, limits={"requests": 100000, "seconds": 1, "at_once": 2})
    leads = [Lead(f"lead-{number:04d}", number % 100) for number in range(rows)]
    place.publish(leads)
    killed = kill_until_done(place, server, crm.name, kills, last=4, seed=seed)
    assert crm.held(server) == {str(lead.lead_id): crm.expected(lead) for lead in leads}
    assert crm.created(server) == len(leads)
    under_way = 200 * 2 if crm is SALESFORCE else 100 * 2
    assert crm.sent(server) <= len(leads) + killed * under_way, "more was sent again than was on its way"
    [(crashed,)] = place.state("select count(*) from sync.runs where outcome = 'crashed'")
    # One that asks about the job of an earlier run has not begun its own.
    assert crashed == killed or (crm is BULK and crashed < killed)
    assert place.state("select count(*) from sync.ledger") == [(len(leads),)]
    if isinstance(server, WebhookServer):
        assert len(server.carried_out) == len(leads), "a change was carried out twice"
    server.close()
    return killed


# One that asks before it sends, and one that cannot.
@pytest.mark.parametrize("crm", [HUBSPOT, WEBHOOK], ids=lambda crm: crm.name)
def test_a_kill_loses_and_doubles_nobody(place: Place, crm: Crm) -> None:
    assert kill_and_compare(place, crm, rows=800, kills=1, seed=7) == 1


@pytest.mark.torture
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("crm", ALL, ids=lambda crm: crm.name)
def test_10_kills_of_each_destination(place: Place, crm: Crm) -> None:
    killed = kill_and_compare(place, crm, rows=3000, kills=10, seed=8)
    print(f"{killed} of 10 kills of {crm.name} hit")
    assert killed >= 8
