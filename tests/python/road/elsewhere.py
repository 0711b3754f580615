"""The road walked by another process, as on a machine with another time zone or fewer threads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from leads.base.settings import PROJECT_DIR
from road import Road

SCRIPT = """
import json, sys
from datetime import date, datetime
from pathlib import Path
from road import Road, settings_for

warehouse, day, threads, *worlds = sys.argv[1:]
road = Road(settings_for(Path(warehouse)))
for world in worlds:
    road.load(Path(world))
road.build(date.fromisoformat(day), "--threads", threads)
offset = datetime(2026, 1, 15).astimezone().utcoffset().total_seconds()
print(json.dumps({"offset": offset, "hash": road.content_hash()}))
"""


def built_elsewhere(road: Road, day: date, zone: str, threads: int, *worlds: Path) -> dict[str, str]:
    """Load these worlds and build, in a zone; returns the hashes of the marts."""
    paths = os.pathsep.join([str(Path(__file__).parent), *(path for path in sys.path if path)])
    environment = {**os.environ, "TZ": zone, "PYTHONPATH": paths}
    arguments = [str(road.settings.warehouse), str(day), str(threads), *(str(world) for world in worlds)]
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=PROJECT_DIR, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["offset"] == 0) == (zone == "UTC")
    assert len(found["hash"]) > 15
    hashes: dict[str, str] = found["hash"]
    return hashes
