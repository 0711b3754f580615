"""Ninety real days loaded and built night after night give the marts of one load and one build."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import pytest

from online_retail import write_mapping
from real_data import ONLINE_RETAIL
from road import Road, settings_for

RULES = "examples/complete_journey/rules"


def seconds(step: Callable[[], None]) -> float:
    """Wall time of a step."""
    started = time.monotonic()
    step()
    return time.monotonic() - started


@pytest.mark.torture
@pytest.mark.timeout(3 * 3600)
@pytest.mark.skipif(
    not ONLINE_RETAIL.is_dir(), reason=f"{ONLINE_RETAIL} is not there; name the folder of real data in LEADS_REAL_DATA"
)
def test_ninety_nights_equal_one_load(road: Road, tmp_path: Path) -> None:
    mapping = write_mapping(tmp_path / "mapping")
    nightly = Road(settings_for(tmp_path / "warehouse.duckdb", RULES))
    files = sorted(ONLINE_RETAIL.glob("*.csv"))
    assert len(files) == 90
    loads, builds = [], []
    for file in files:
        delivery = tmp_path / "deliveries" / file.stem
        delivery.mkdir(parents=True)
        shutil.copy(file, delivery)
        day = date.fromisoformat(file.stem)
        loads.append(seconds(lambda source=delivery: nightly.load(mapping, source=source)))  # type: ignore[misc]
        builds.append(seconds(lambda on=day: nightly.build(on)))  # type: ignore[misc]
        print(f"{day}: load {loads[-1]:.1f} s, build {builds[-1]:.1f} s", flush=True)
    by_night = nightly.content_hash()
    at_once = Road(replace(nightly.settings, warehouse=tmp_path / "whole" / "warehouse.duckdb"))
    load = seconds(lambda: at_once.load(mapping, source=ONLINE_RETAIL))
    build = seconds(lambda: at_once.build(day))
    print(
        f"90 nights: loads {sum(loads):.0f} s, builds {sum(builds):.0f} s (median {median(builds):.1f} s, the last "
        f"{builds[-1]:.1f} s); at once: load {load:.1f} s, build {build:.1f} s"
    )
    assert at_once.rows("select count(*) from raw.orders") == nightly.rows("select count(*) from raw.orders")
    assert at_once.content_hash() == by_night
