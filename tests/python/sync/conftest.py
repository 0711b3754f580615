"""A place and a HubSpot for each test; nothing of the machine's proxies or tokens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hubspot_server import HubSpotServer
from sync_place import FIELDS, TOKEN, Place


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tokens of the stand-ins; loopback is reached directly."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("HUBSPOT_TOKEN", "SALESFORCE_TOKEN", "DYNAMICS_TOKEN"):
        monkeypatch.setenv(name, TOKEN)
    monkeypatch.setenv("LEADS_LOGS", str(tmp_path / "logs"))
    monkeypatch.delenv("LEADS_DESTINATIONS", raising=False)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Nothing published yet."""
    return Place(tmp_path / "place")


@pytest.fixture
def hubspot(place: Place) -> Iterator[HubSpotServer]:
    """A stand-in that the destination `hubspot` of the place leads to."""
    server = HubSpotServer(TOKEN, list(FIELDS))
    place.hubspot(server.url)
    yield server
    server.close()
