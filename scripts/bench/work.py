"""One piece of work in a process of its own: so its memory is its own, and nothing is warm but the files.

python -m bench.work NAME JSON    the arguments in, what it measured out, both as JSON
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from bench import ours
from bench.floor.score import score as score_by_floor
from bench.load.write_load import Load, write_load, write_more, write_next_day
from bench.scores import Question
from leads.base.settings import Settings

Details = dict[str, Any]


def generate(events: int, seed: int, folder: str) -> Details:
    """Write the load, its next day and more of that day below a new folder."""
    load = Load(events=events, seed=seed)
    write_load(load, Path(folder) / "base")
    write_next_day(load, Path(folder) / "next")
    write_more(load, Path(folder) / "more")
    return {}


def floor(folders: list[str], rules: str, as_of: str, output: str) -> Details:
    """Score with the one statement."""
    return {"leads": score_by_floor(_question(folders, rules, as_of), Path(output))}


def frames(module: str, folders: list[str], rules: str, as_of: str, output: str) -> Details:
    """Score with a data frame library: module is with_polars or with_pandas. Errors: ImportError when it is not installed."""
    score = import_module(f"bench.frames.{module}").score
    return {"leads": score(_question(folders, rules, as_of), Path(output))}


def land(folder: str, warehouse: str) -> Details:
    """Load a folder into the warehouse."""
    return {"rows": ours.land(Path(folder), Path(warehouse))}


def build(warehouse: str, rules: str, as_of: str, full_refresh: bool, tested: bool) -> Details:
    """Build the warehouse."""
    return asdict(ours.build(Path(warehouse), Path(rules), date.fromisoformat(as_of), full_refresh, tested))


def replay(warehouse: str, rules: str, as_of: str, days: int) -> Details:
    """Replay the days before a date. Errors: ImportError when this version has no replay."""
    request_module, run_module = import_module("leads.replay.request"), import_module("leads.replay.run")
    last = date.fromisoformat(as_of)
    request = request_module.Request(last - timedelta(days=days - 1), last, "active")
    settings = Settings(warehouse=Path(warehouse), rules=Path(rules), as_of_date=last)
    run_module.run_replay(settings, request)
    return {}


def _question(folders: list[str], rules: str, as_of: str) -> Question:
    return Question(tuple(map(Path, folders)), Path(rules), date.fromisoformat(as_of))


WORK: dict[str, Callable[..., Details]] = {
    task.__name__: task for task in (generate, floor, frames, land, build, replay)
}


def main(name: str, arguments: str) -> None:
    """Do it and print one line of JSON: seconds of wall time, seconds of processor time, peak bytes, details."""
    started, worked = time.perf_counter(), time.process_time()
    try:
        details = WORK[name](**json.loads(arguments))
    except ImportError as error:
        print(json.dumps({"missing": str(error)}))
        return
    measured = {
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - worked,
        "peak_bytes": _peak_bytes(),
        "details": details,
    }
    print(json.dumps(measured))


def _peak_bytes() -> int:
    """The most memory that this process held at once. What the system tells of its processes counts that of the one which
    started them where Linux does not say otherwise."""
    status = Path("/proc/self/status")
    if status.exists():
        [kilobytes] = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        return int(kilobytes) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
