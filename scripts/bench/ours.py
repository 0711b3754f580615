"""The project's own way: land the Parquet as `leads load` does, build as `leads build` does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leads.base.settings import Settings
from leads.base.warehouse import connect, record_of
from leads.build.dbt_runner import TESTS, run_dbt
from leads.load.load_mapping import load_mapping


@dataclass(frozen=True)
class Built:
    """Seconds by node of a build, tests apart; bytes of the warehouse file afterwards."""

    models: dict[str, float]
    tests: dict[str, float]
    warehouse_bytes: int


def land(folder: Path, warehouse: Path) -> int:
    """Load a folder with its mapping; number of rows landed."""
    return sum(report.landed for report in load_mapping(folder, warehouse).files)


def build(warehouse: Path, rules: Path, as_of: date, full_refresh: bool, tested: bool) -> Built:
    """Build every model as of a date, with or without the tests of the data, and without the record of publications."""
    settings = Settings(warehouse=warehouse, rules=rules, as_of_date=as_of)
    with connect(record_of(warehouse)):
        pass
    arguments = ["build", "--exclude", "tag:record"]
    arguments += ["--full-refresh"] if full_refresh else []
    arguments += ["--exclude-resource-type", *(["unit_test"] if tested else TESTS)]
    run_dbt(settings, arguments)
    results = json.loads((settings.compiled_dir / "run_results.json").read_text(encoding="utf-8"))["results"]
    seconds = {result["unique_id"]: float(result["execution_time"]) for result in results}
    return Built(
        models={name.split(".")[-1]: spent for name, spent in seconds.items() if name.startswith("model.")},
        tests={name.split(".", 2)[-1]: spent for name, spent in seconds.items() if name.startswith("test.")},
        warehouse_bytes=warehouse.stat().st_size,
    )
