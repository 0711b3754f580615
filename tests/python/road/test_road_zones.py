"""The same date built again gives the same marts: in any time zone of the machine, with one thread or two, a second time or a third."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from crowded_world import LAST_DATE, write_crowded_world
from leads.base.settings import PROJECT_DIR

# No offset, three quarters of an hour, more than half a day ahead, and one with daylight saving behind half an hour.
ZONES = ("UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns")
SCRIPT = """
import json, sys
from datetime import date, datetime
from pathlib import Path
from road import Road, settings_for

warehouse, world, day, threads = sys.argv[1:]
road = Road(settings_for(Path(warehouse)))
if not Path(warehouse).exists():
    road.load(Path(world))
road.build(date.fromisoformat(day), "--threads", threads)
offset = datetime(2026, 1, 15).astimezone().utcoffset().total_seconds()
print(json.dumps({"offset": offset, "hash": road.content_hash()}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small world in it."""
    made = tmp_path_factory.mktemp("zones")
    write_crowded_world(made / "world", cells=40, seed=31)
    return made


def built(folder: Path, zone: str, threads: int, anew: bool = False) -> dict[str, str]:
    """The marts after a build in a process of its own, which loads the world where there is no warehouse yet. One path for
    all: dbt would read the whole project again for another."""
    warehouse = folder / "w.duckdb"
    if anew:
        warehouse.unlink(missing_ok=True)
    places = {"LEADS_TARGET": str(folder / "target"), "LEADS_LOGS": str(folder / "logs")}
    paths = os.pathsep.join([str(Path(__file__).parent), *(path for path in sys.path if path)])
    environment = {**os.environ, **places, "TZ": zone, "PYTHONPATH": paths}
    command = [sys.executable, "-c", SCRIPT, str(warehouse), str(folder / "world"), str(LAST_DATE), str(threads)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=PROJECT_DIR, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["offset"] == 0) == (zone == "UTC")
    assert len(found["hash"]) > 15
    hashes: dict[str, str] = found["hash"]
    return hashes


def test_zone_and_threads_change_nothing(folder: Path) -> None:
    assert built(folder, "UTC", 2) == built(folder, "Pacific/Kiritimati", 1, anew=True)


@pytest.mark.torture
def test_no_zone_and_no_number_of_threads_changes_anything(folder: Path) -> None:
    hashes = []
    for zone, threads in product(ZONES, (1, 2)):
        hashes += [built(folder, zone, threads, anew=number == 0) for number in range(3)]
    assert len(hashes) == 24
    assert all(found == hashes[0] for found in hashes)
