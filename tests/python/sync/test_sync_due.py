"""Whether a sync has anything to do, told without planning it; and which destinations a run takes."""

from __future__ import annotations

import pytest

from hubspot_server import HubSpotServer
from leads.base.clock import now
from leads.base.errors import LeadsError
from leads.base.warehouse import sync_state_of
from leads.sync.destination import enabled_destinations, read_destination
from leads.sync.due import is_due
from sync_place import FIELDS, Lead, Place


def due(place: Place, name: str = "hubspot") -> bool:
    return is_due(place.settings, read_destination(place.settings, name))


def test_a_destination_is_due_until_it_holds_what_is_published(place: Place, hubspot: HubSpotServer) -> None:
    place.publish([Lead("a", 1), Lead("b", 2)])
    assert due(place) and not sync_state_of(place.settings.warehouse).exists()
    place.sync(limit=1)
    assert due(place), "a part of it was sent"
    place.sync()
    assert not due(place)
    place.publish([Lead("a", 1), Lead("b", 2)])
    assert due(place), "something else is published"
    place.sync()
    assert not due(place)
    place.hubspot(hubspot.url, fields={**FIELDS, "lead_stage": "lead_id"})
    assert due(place), "another mapping"


def test_a_rejected_row_is_due_when_its_pause_is_over(
    place: Place, hubspot: HubSpotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish([Lead("a"), Lead("b")])
    hubspot.poisoned = {"b"}
    place.sync()
    assert not due(place)
    later = now().replace(year=now().year + 1)
    with monkeypatch.context() as patch:
        patch.setattr("leads.sync.run.now", lambda: later)
        patch.setattr("leads.sync.due.now", lambda: later)
        assert due(place)


def test_a_run_that_stopped_or_crashed_is_due(place: Place, hubspot: HubSpotServer) -> None:
    place.publish([Lead("a")])
    place.hubspot("http://127.0.0.1:9", patience={"attempts": 1, "first_seconds": 0})
    with pytest.raises(LeadsError):
        place.sync()
    assert due(place)
    place.hubspot(hubspot.url)
    place.sync()
    assert not due(place)


def test_a_file_is_due_when_it_is_gone(place: Place) -> None:
    place.write_destination("csv", kind="csv", path="out/leads.csv", fields=FIELDS)
    place.publish([Lead("a")])
    place.sync("csv")
    assert not due(place, "csv")
    (place.folder / "out/leads.csv").unlink()
    assert due(place, "csv")


def test_a_run_takes_what_is_enabled(place: Place) -> None:
    assert enabled_destinations(place.settings) == []
    place.write_destination("b", kind="csv", path="b.csv", fields=FIELDS, enabled=True)
    place.write_destination("a", kind="csv", path="a.csv", fields=FIELDS, enabled=True)
    place.write_destination("quiet", kind="csv", path="c.csv", fields=FIELDS)
    assert [one.name for one in enabled_destinations(place.settings)] == ["a", "b"]
