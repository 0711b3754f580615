"""A road per test file, all at one path, so that dbt parses the project once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leads.base.warehouse import record_of
from published import DAY, JANE, JOHN, READ_BY_RECORD, contents, publish, write_histories
from record_project import write_record_project
from road import Road, settings_for


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where dbt compiles, beside the road."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(scope="module")
def road(compiled: Path) -> Iterator[Road]:
    """An empty warehouse, gone with its record and its logs after the file."""
    folder = compiled.with_name("road")
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEADS_TARGET", str(compiled))
        patch.setenv("LEADS_LOGS", str(folder / "logs"))
        yield Road(settings_for(folder / "warehouse.duckdb"))
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """The project of the record with nothing loaded; the histories that are recorded are written by hand."""
    recording = write_record_project(tmp_path_factory.mktemp("recording"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEADS_TARGET", "target")
        patch.setenv("LEADS_LOGS", "logs")
        recording.build(DAY, *READ_BY_RECORD)
        yield recording


@pytest.fixture(scope="module")
def first_record(built: Road) -> bytes:
    """A record that holds Jane and John as of DAY."""
    record_of(built.settings.warehouse).unlink(missing_ok=True)
    write_histories(built, [*JANE, *JOHN])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        publish(built, DAY)
    time.tzset()
    return record_of(built.settings.warehouse).read_bytes()


@pytest.fixture
def fresh(built: Road, first_record: bytes) -> Road:
    """That record and the histories it was made of."""
    record_of(built.settings.warehouse).write_bytes(first_record)
    write_histories(built, [*JANE, *JOHN])
    return built


@pytest.fixture
def unchanged(fresh: Road) -> Iterator[Road]:
    """The fresh record, which the test must leave as it is."""
    before = contents(fresh)
    yield fresh
    assert contents(fresh) == before
