"""A place and a mailbox for each test; nobody is told of anything by default."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from news_place import Mailbox, NewsPlace


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the machine's own channels, proxies or logs."""
    for name in ("LEADS_NOTIFY_URLS", "LEADS_NOTIFY_CONFIG", "LEADS_NOTIFY_PERSONAL", "LEADS_DESTINATIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("LEADS_LOGS", str(tmp_path / "logs"))


@pytest.fixture
def place(tmp_path: Path) -> NewsPlace:
    """Nothing published yet."""
    return NewsPlace(tmp_path / "place")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """It takes every mail."""
    opened = Mailbox().open()
    yield opened
    opened.close()
