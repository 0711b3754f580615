"""The same date built again gives the same marts: in any time zone of the machine, with one thread or two, a second time or a third."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from crowded_world import LAST_DATE, write_crowded_world
from elsewhere import built_elsewhere
from road import Road

# No offset, three quarters of an hour, more than half a day ahead, and one with daylight saving behind half an hour.
ZONES = ("UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns")


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_no_zone_and_no_number_of_threads_changes_anything(road: Road, tmp_path: Path) -> None:
    world, hashes = write_crowded_world(tmp_path, cells=40, seed=31), []
    for zone, threads in product(ZONES, (1, 2)):
        road.settings.warehouse.unlink(missing_ok=True)
        hashes += [built_elsewhere(road, LAST_DATE, zone, threads, *([world] * (number == 0))) for number in range(3)]
    assert len(hashes) == 24
    assert all(found == hashes[0] for found in hashes)
