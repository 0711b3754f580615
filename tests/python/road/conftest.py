"""A road per test file: one warehouse path, so that dbt parses the project once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from road import Road, settings_for


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """An empty warehouse; dbt compiles and logs beside it."""
    folder: Path = tmp_path_factory.mktemp("road")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEADS_TARGET", str(folder / "target"))
        patch.setenv("LEADS_LOGS", str(folder / "logs"))
        yield Road(settings_for(folder / "warehouse.duckdb"))
