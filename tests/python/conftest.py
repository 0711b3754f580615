"""The order of the test files: those that build whole warehouses first, so that at the end no worker waits for one of them."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The world that the pages of the app read, then the road, then all else as collected."""
    items.sort(key=lambda item: (item.path.name != "test_road_publish.py", "road" not in item.path.parts))
