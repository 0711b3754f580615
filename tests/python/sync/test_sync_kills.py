"""kill -9 at any request: nothing lost, nothing doubled, and only what was on its way is sent again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hubspot_server import HubSpotServer
from leads.base.settings import PROJECT_DIR
from sync_place import TOKEN, Lead, Place, properties
from webhook_server import WebhookServer

LEADS = [Lead(f"lead-{number:04d}", number % 100) for number in range(1500)]
COMMAND = "from leads.cli import main; main()"


def start(place: Place, name: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT_DIR / "scripts"),
        "LEADS_DESTINATIONS": str(place.folder / "destinations"),
    }
    command = [sys.executable, "-c", COMMAND, "--warehouse", str(place.settings.warehouse), "sync", name]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def kill_until_done(
    place: Place, server: HubSpotServer | WebhookServer, name: str, kills: int, last: int, seed: int
) -> int:
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


def kill_hubspot(place: Place, hubspot: HubSpotServer, kills: int, seed: int) -> None:
    place.publish(LEADS)
    killed = kill_until_done(place, hubspot, "hubspot", kills, last=6, seed=seed)
    assert killed >= kills // 2
    assert [hubspot.records[str(lead.lead_id)] for lead in LEADS] == [properties(lead) for lead in LEADS]
    assert hubspot.created == len(LEADS) == len(hubspot.records)
    sent = sum(len(asked.body["inputs"]) for asked in hubspot.asked)
    assert sent <= len(LEADS) + killed * 100, "more was sent again than was on its way"
    assert place.state("select count(*) from sync.runs where outcome = 'crashed'") == [(killed,)]
    assert place.state("select count(*) from sync.ledger") == [(len(LEADS),)]


def test_kills_between_and_within_batches(place: Place, hubspot: HubSpotServer) -> None:
    kill_hubspot(place, hubspot, kills=5, seed=4)


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_30_kills_of_two_destinations(place: Place, hubspot: HubSpotServer, tmp_path: Path) -> None:
    kill_hubspot(place, hubspot, kills=20, seed=5)
    webhook = WebhookServer()
    place.write_destination(
        "webhook", kind="webhook", url=webhook.url, batch_size=50, limits={"requests": 100000, "seconds": 1}
    )
    killed = kill_until_done(place, webhook, "webhook", kills=15, last=8, seed=6)
    assert sorted(webhook.rows) == [lead.lead_id for lead in LEADS]
    assert len(webhook.carried_out) == len(LEADS), "a change was carried out twice"
    print(f"{killed} of 15 kills of the webhook hit")
    webhook.close()
    assert TOKEN  # what the stand-in accepts
