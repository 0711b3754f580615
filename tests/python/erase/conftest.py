"""Fixtures: a secret, and a folder with a world that was loaded, built and recorded twice, and published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from erasure_place import Place, publish_by_hand
from erasure_world import write_world


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Built as of two dates, with logs that mention people."""
    folder: Path = tmp_path_factory.mktemp("erase")
    with pytest.MonkeyPatch.context() as patch:
        place = Place(folder)
        for name, value in place.environment().items():
            patch.setenv(name, value)
        write_world(place.sources)
        place.load()
        place.build("2026-01-25")
        place.build("2026-02-05")
        publish_by_hand(place)
        yield place
