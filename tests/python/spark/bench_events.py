"""A load of the benchmark on both engines, one after the other: processor time, where it goes, and every mart row by row.

make spark-bench SIZE=1m    no test of the suite: of ten million events it takes half an hour
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from bench.__main__ import parse_size
from bench.load.write_load import Load
from bench.measure import measure
from both import assert_equal
from engine import Lake, failures_of, what_is_missing
from road import PROJECT_RULES

WITHOUT_TESTS = ("--exclude-resource-type", "test", "unit_test", "snapshot", "--exclude", "tag:record")
SLOWEST = 12


@pytest.mark.skipif(what_is_missing() is not None, reason=str(what_is_missing()))
def test_a_load_is_the_same_and_costs_what_is_told(tmp_path: Path) -> None:
    load = Load(events=parse_size(os.environ["SIZE"]))
    warehouse = tmp_path / "warehouse.duckdb"
    measure("generate", events=load.events, seed=load.seed, folder=tmp_path / "data")
    tell("DuckDB lands", str(measure("land", folder=tmp_path / "data/base", warehouse=warehouse)))
    here = measure(
        "build", warehouse=warehouse, rules=PROJECT_RULES, as_of=load.last_date, full_refresh=True, tested=False
    )
    tell("DuckDB builds", str(here))
    lake = Lake(tmp_path, many_rows=True)
    lake.land(warehouse, load.last_date)
    before, started = lake.cpu_seconds(), time.monotonic()
    built = lake.dbt("build", load.last_date, *WITHOUT_TESTS)
    spent, seconds = lake.cpu_seconds() - before, time.monotonic() - started
    tell("Spark builds", f"{seconds:.1f} s, {spent:.1f} s of processor time, {lake.megabytes():,} MB")
    tell("Spark to DuckDB", f"{spent / here.cpu_seconds:.1f} x processor time, {seconds / here.seconds:.1f} x seconds")
    assert failures_of(built) == []
    tell_slowest(getattr(built.result, "results", []), here.details["models"], seconds)
    assert_equal(warehouse, lake)


def tell_slowest(results: Any, here: dict[str, float], seconds: float) -> None:
    """The models that took Spark longest, beside DuckDB's seconds of each."""
    for one in sorted(results, key=lambda one: -one.execution_time)[:SLOWEST]:
        share, other = one.execution_time / seconds, here.get(one.node.name, 0.0)
        tell(one.node.name, f"{one.execution_time:.1f} s ({share:.0%}), DuckDB {other:.1f} s")


def tell(name: str, words: str) -> None:
    """A line of the result, at once: a run is long."""
    print(f"{name}: {words}", flush=True)
