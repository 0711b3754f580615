"""How many rows a second: 50,000 changed ones to a stand-in that is a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leads.base.settings import PROJECT_DIR
from sync_place import TOKEN, Lead, Place

SERVE = """
import sys, time
from hubspot_server import HubSpotServer
server = HubSpotServer(sys.argv[1], ["lead_score", "lead_stage", "lead_answer_due_at", "lead_is_hot"])
print(server.url, flush=True)
time.sleep(3600)
"""
PATHS = os.pathsep.join([str(Path(__file__).parent), str(PROJECT_DIR / "scripts")])


@contextmanager
def serving() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, TOKEN], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": PATHS}
    )
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(30)


def rows_a_second(place: Place, rows: int, at_once: int) -> float:
    """Of changed rows: all are known already."""
    with serving() as url:
        place.hubspot(url, limits={"requests": 100000, "seconds": 1, "at_once": at_once})
        place.publish([Lead(f"lead-{number:06d}", number % 100) for number in range(rows)])
        place.sync()
        place.publish([Lead(f"lead-{number:06d}", (number + 1) % 100) for number in range(rows)], ruleset="r2")
        began, used = time.monotonic(), time.process_time()
        done = place.sync()
        seconds, used = time.monotonic() - began, time.process_time() - used
    assert (done.counts.changed, done.tally.acknowledged) == (rows, rows)
    print(f"{rows:,} changed rows, {at_once} at once: {rows / seconds:,.0f} rows/s, {rows / used:,.0f} per CPU second")
    return rows / seconds


def test_changed_rows_go_fast(place: Place) -> None:
    """Far below what is promised, for a machine that is busy."""
    assert rows_a_second(place, 3000, 4) > 300


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_50000_changed_rows(place: Place) -> None:
    assert rows_a_second(place, 50_000, 4) >= 2000
