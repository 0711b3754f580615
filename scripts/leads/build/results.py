"""The artifacts of a run of dbt, as dbt itself would write them, but without values of rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from leads.build.withhold import without_values

MANIFEST = "manifest.json"
RESULTS = "run_results.json"
# Options of dbt that `leads` gives for itself: `dbt retry` takes over those of the run before, and would show and write nothing.
OURS = ("log_level", "log_level_file", "write_json")


def write_artifacts(folder: Path, manifest: Any, result: Any, as_of_date: date) -> None:
    """Write manifest.json, run_results.json and what `mf query` reads, semantic_manifest.json. Messages lose what may quote a row
    before they reach the disk; the date of the run is noted as a variable, so that `dbt retry` goes on with the same one."""
    from dbt.parser.manifest import write_semantic_manifest

    told = [
        replace(one, message=without_values(one.message)) if isinstance(one.message, str) else one
        for one in result.results
    ]
    given = {name: value for name, value in result.args.items() if name not in OURS}
    given["vars"] = {"as_of_date": as_of_date.isoformat(), **given.get("vars", {})}
    manifest.write(str(folder / MANIFEST))
    write_semantic_manifest(manifest, str(folder))
    replace(result, results=told, args=given).write(str(folder / RESULTS))
