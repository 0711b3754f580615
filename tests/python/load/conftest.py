"""Fixtures: empty places to load from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from load_place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty place."""
    return Place(tmp_path)


@pytest.fixture
def new_place(tmp_path: Path) -> Callable[[], Place]:
    """As many empty places as a test asks for."""
    made: list[Place] = []

    def make() -> Place:
        folder = tmp_path / f"place_{len(made)}"
        folder.mkdir()
        made.append(Place(folder))
        return made[-1]

    return make
