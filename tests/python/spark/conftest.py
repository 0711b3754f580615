"""One Spark for all tests here: starting it takes twenty seconds and two gigabytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import Lake, what_is_missing


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """An empty lake; where Spark cannot run the tests are skipped with the reason."""
    if reason := what_is_missing():
        pytest.skip(reason)
    found = Lake(tmp_path_factory.mktemp("lake"))
    yield found
    found.session.stop()
