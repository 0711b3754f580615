"""The script of a standalone cluster: a master, two workers and a Thrift server build the small world once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from both import assert_equal
from colliding_world import dealt_by_arrival
from engine import Lake, iceberg_jar, write_parquet, write_spark_defaults
from leads.base.settings import PROJECT_DIR
from road import Road, settings_for
from small_world import GROUPS, NIGHTS, SEED, small_tables
from world_files import write_world

WITHOUT_TESTS = ("--exclude-resource-type", "test", "unit_test")


@pytest.mark.torture
@pytest.mark.timeout(7200)
def test_a_cluster_gives_the_rows_of_duckdb(lake: Lake, tmp_path: Path) -> None:
    road = Road(settings_for(tmp_path / "warehouse.duckdb"))
    first, _, _ = dealt_by_arrival(small_tables(GROUPS, SEED), NIGHTS)
    road.load(write_world(tmp_path / "first", first, NIGHTS[0]))
    road.build(NIGHTS[0], record=True)
    landing = tmp_path / "landing"
    tables = write_parquet(road.settings.warehouse, landing)
    folder = tmp_path / "cluster"
    command = [sys.executable, "-m", "spark", "--jar", str(iceberg_jar()), "--folder", str(folder)]
    command += [
        "--",
        "run-operation",
        "land_parquet",
        "--args",
        f"{{folder: {landing}, tables: [{', '.join(tables)}]}}",
    ]
    command += ["--", "build", *WITHOUT_TESTS]
    place = {"PYTHONPATH": str(PROJECT_DIR / "scripts"), "DBT_TARGET_PATH": str(tmp_path / "compiled")}
    place |= {"DBT_LOG_PATH": str(tmp_path / "logs"), "LEADS_AS_OF_DATE": NIGHTS[0].isoformat()}
    # One model at a time: the catalog, a file, does not lock.
    place |= {"LEADS_THREADS": "1", "SPARK_CONF_DIR": str(write_spark_defaults(tmp_path / "conf"))}
    assert subprocess.run(command, cwd=PROJECT_DIR, env={**os.environ, **place}, check=False).returncode == 0
    lake.read_catalog("cluster", folder)
    assert_equal(road.settings.warehouse, lake, "cluster.")
