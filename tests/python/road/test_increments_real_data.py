"""Ninety real days loaded and built night after night give the marts of one load and one build."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

import pytest

from online_retail import write_mapping
from real_data import ONLINE_RETAIL
from road import Road, settings_for

# Some nights whose history both have; of silent leads it keeps only changes, so the engaged ones are compared.
NIGHTS = [date(2011, 1, 10), date(2011, 2, 20), date(2011, 3, 25)]
HISTORY = (
    "select * from marts.lead_score_history where engagement_score > 0 and as_of_date in ('{}', '{}', '{}') order by all"
).format(*NIGHTS)
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
    nightly = Road(settings_for(road.settings.warehouse, RULES))
    files = sorted(ONLINE_RETAIL.glob("*.csv"))
    assert len(files) == 90
    loads, builds = [], []
    for file in files:
        delivery = tmp_path / "deliveries" / file.stem
        delivery.mkdir(parents=True)
        shutil.copy(file, delivery)
        day = date.fromisoformat(file.stem)
        loads.append(seconds(partial(nightly.load, mapping, source=delivery)))
        builds.append(seconds(partial(nightly.build, day)))
        print(f"{day}: load {loads[-1]:.1f} s, build {builds[-1]:.1f} s", flush=True)
    at_once = Road(replace(nightly.settings, warehouse=tmp_path / "whole" / "warehouse.duckdb"))
    load = seconds(partial(at_once.load, mapping, source=ONLINE_RETAIL))
    for night in NIGHTS:
        build = seconds(partial(at_once.build, night))
    print(
        f"90 nights: loads {sum(loads):.0f} s, builds {sum(builds):.0f} s (median {median(builds):.1f} s, the last "
        f"{builds[-1]:.1f} s); at once: load {load:.1f} s, build {build:.1f} s"
    )
    assert nightly.rows("select count(*) from raw.orders") == [(134363,)]
    assert nightly.rows("select count(*), count(*) filter (engagement_score > 0) from marts.lead_scores") == [
        (2119, 1680)
    ]
    assert at_once.content_hash() == nightly.content_hash()
    assert at_once.rows(HISTORY) == nightly.rows(HISTORY)
