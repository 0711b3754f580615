"""`leads run` on a small world: from a file with a demo request to the row in the file of a destination, and nothing twice."""

from __future__ import annotations

import csv
import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from leads.base.errors import LeadsError
from leads.base.secret import VARIABLE
from leads.base.settings import PROJECT_DIR
from leads.publish.layout import Layout
from leads.run.cycle import Line, run
from leads.run.steps import Request
from road import Road, generate_world, reading_once

END = date(2026, 6, 30)
# Known well enough, and not yet with sales.
QUIET = """
    select min(scores.lead_id) from marts.lead_scores as scores inner join marts.lead_stages_current as stages using (lead_id)
    where stages.stage = 'engaged' and scores.fit_grade in ('A', 'B', 'C') and not scores.is_excluded
"""


class Place:
    """A world, a folder that a web form delivers to, and a destination that is a file."""

    def __init__(self, road: Road, folder: Path) -> None:
        self.road = road
        self.settings = replace(road.settings, as_of_date=END)
        self.world = generate_world(folder / "world", leads=60, days=45, seed=4, end_date=END)
        self.web, self.file = folder / "web", folder / "out" / "leads.csv"
        self.web.mkdir()
        (self.web / "mapping.yml").write_text("tables:\n  events:\n    - files: 'form_*.csv'\n", encoding="utf-8")
        mapping = yaml.safe_load((PROJECT_DIR / "destinations/csv.yml").read_text(encoding="utf-8"))
        (folder / "destinations").mkdir()
        (folder / "destinations/csv.yml").write_text(
            yaml.safe_dump({**mapping, "path": str(self.file), "enabled": True}, sort_keys=False), encoding="utf-8"
        )

    def run(self, *mappings: Path) -> list[Line]:
        """One run; its lines."""
        lines: list[Line] = []
        with reading_once():
            run(self.settings, Request(mappings), lines.append)
        return lines

    def deliver(self, lead: str) -> None:
        """The web form delivers a demo request."""
        head = "event_id,lead_id,event_type,channel,occurred_at,loaded_at"
        row = f"form-1,{lead},demo_request,web,{END} 10:00:00,{END} 10:01:00"
        (self.web / "form_1.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")

    def row(self, lead: str) -> dict[str, str]:
        """The row of a lead in the file."""
        with self.file.open(encoding="utf-8", newline="") as rows:
            [found] = [row for row in csv.DictReader(rows) if row["lead_id"] == lead]
        return found


def news(lines: list[Line]) -> list[str]:
    return [line.step for line in lines if line.is_news]


# By default test_road_publish.py builds and publishes by a run, and the files of tests/python/sync send.
@pytest.mark.torture
def test_a_demo_request_reaches_the_file_of_the_destination(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "0123456789abcdef" * 4)
    monkeypatch.setenv("LEADS_DESTINATIONS", str(tmp_path / "destinations"))
    for name in ("LEADS_NOTIFY_URLS", "LEADS_NOTIFY_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    place = Place(road, tmp_path)
    assert news(place.run(place.world)) == ["load", "build", "publish", "sync", "digest"]
    assert (Layout(place.settings.warehouse).digests / f"{END}.html").exists()

    began = time.monotonic()
    assert not news(place.run(place.world)), "nothing is new"
    assert time.monotonic() - began < 5
    [(lead,)] = road.rows(QUIET)
    assert place.row(lead)["stage"] == "engaged" and not place.row(lead)["hand_over"]

    with pytest.raises(LeadsError, match=r"No file in .* matches a pattern"):
        place.run(place.world, place.web)
    place.deliver(lead)
    lines = place.run(place.world, place.web)
    assert news(lines) == ["load", "build", "publish", "sync", "digest"]
    assert next(line.said for line in lines) == "1 new file, 1 row landed, 0 rejected"
    assert "csv: 1 row acknowledged" in lines[3].said or "rows acknowledged" in lines[3].said
    assert (place.row(lead)["stage"], place.row(lead)["hand_over"]) == ("mql", "mql")
    assert place.row(lead)["due_at"] > f"{END}T10"
    assert not news(place.run(place.world, place.web))

    told = road.rows("select destination, outcome, acknowledged > 0 from marts.sync_runs")
    assert told == [("csv", "done", True)], "what BI sees of syncs is as of the build"
    assert road.rows("select count(*) = (select count(*) from marts.lead_scores) from marts.sync_status") == [(True,)]

    os.utime(place.web / "form_1.csv")  # looked at again, and known by its content
    assert not news(place.run(place.world, place.web))
    lines = place.run()
    assert lines[0].said == "no mapping was named" and not news(lines)
    place.file.unlink()
    assert news(place.run(place.world, place.web)) == ["sync"], "the file is gone"
