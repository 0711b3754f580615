"""Fixtures: empty places to load from."""

from __future__ import annotations

from pathlib import Path

import pytest

from load_place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty place."""
    return Place(tmp_path)
