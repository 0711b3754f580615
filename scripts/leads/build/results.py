"""The results of a run of dbt as files: what dbt itself would write, without values of rows, and the seconds of each node."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from leads.build.withhold import without_values

RESULTS = "run_results.json"
SECONDS = "node_seconds.json"


@dataclass(frozen=True)
class Earlier:
    """What an earlier whole run took: seconds of wall time, and of each node by its id."""

    seconds: float = 0.0
    nodes: dict[str, float] = field(default_factory=dict)


def write_results(folder: Path, result: Any) -> None:
    """Write run_results.json of a result of dbt. Its messages lose what may quote a row before they reach the disk."""
    told = [
        replace(one, message=without_values(one.message)) if isinstance(one.message, str) else one
        for one in result.results
    ]
    replace(result, results=told).write(str(folder / RESULTS))


def write_seconds(folder: Path, arguments: Sequence[str], result: Any) -> None:
    """Remember what a run that succeeded took, beside those of runs with other arguments."""
    nodes = {one.node.unique_id: round(one.execution_time, 3) for one in result.results}
    kept = _read(folder) | {" ".join(arguments): asdict(Earlier(round(result.elapsed_time, 3), nodes))}
    unfinished = folder / f"{SECONDS}.new"
    unfinished.write_text(json.dumps(kept), encoding="utf-8")
    unfinished.replace(folder / SECONDS)


def read_seconds(folder: Path, arguments: Sequence[str]) -> Earlier:
    """What the last whole run with the same arguments took; nothing when there was none."""
    return Earlier(**_read(folder).get(" ".join(arguments), {}))


def _read(folder: Path) -> dict[str, dict[str, Any]]:
    """The file, or nothing where none can be read: an estimate is not worth a failure."""
    try:
        found = json.loads((folder / SECONDS).read_text(encoding="utf-8"))
        return {key: {"seconds": run["seconds"], "nodes": run["nodes"]} for key, run in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
