"""The order of the test files: those that build whole warehouses first, so that at the end no worker waits for one of them."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The road before all else, otherwise as collected."""
    items.sort(key=lambda item: "road" not in item.path.parts)
