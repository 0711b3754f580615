"""How well other rules rank, as a preview measures it, is what replays and a build under them measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from leads.whatif import Quality, preview
from learnt_world import CONVERSION, TODAY, write_world
from replayed import replay
from road import PROJECT_RULES, Road
from stage_rules import Change, write_changed_rules

LANDMARKS = (date(2026, 3, 1), date(2026, 4, 1))
TRIED: list[Change] = [
    ("engagement_rules", "rule_id", "b2b_webinar_attended", {"points": "31"}, ""),
    ("scoring_models", "model_id", "b2b_standard", {"combination": "additive", "fit_weight": "0.20"}, ""),
]


def measured(road: Road, made: list[Change]) -> list[Quality]:
    """A build under changed rules, the landmarks scored by them, and a build that reads these; as a preview of the same rules tells."""
    rules = write(road.settings.rules, made)
    road.build(TODAY)
    for day in LANDMARKS:
        replay(replace(road.settings, as_of_date=TODAY), day, day)
    road.build(TODAY)
    return list(preview(road.settings.warehouse, rules, with_quality=True).quality)


def write(folder: Path, made: list[Change]) -> Path:
    write_changed_rules(PROJECT_RULES, folder, made)
    (folder / "conversion_rules.csv").write_text(CONVERSION)
    return folder


@pytest.mark.torture
def test_quality_of_a_preview_equals_replays_under_the_changed_rules(road: Road, tmp_path: Path) -> None:
    place = Road(replace(road.settings, rules=road.settings.warehouse.with_name("rules")))
    place.load(write_world(tmp_path))
    stood = measured(place, [])
    assert [row.month for row in stood] == list(LANDMARKS)
    assert all(row.auc_before == row.auc_after and row.conversions > 5 for row in stood)
    said = preview(place.settings.warehouse, write(tmp_path / "rules", TRIED), with_quality=True).quality
    assert [(row.auc_before, row.lift_before, row.captured_before) for row in said] == [
        (row.auc_before, row.lift_before, row.captured_before) for row in stood
    ]
    assert [row.auc_after for row in said] != [row.auc_before for row in said]
    built = measured(place, TRIED)
    assert [(row.leads, row.conversions, row.auc_after, row.lift_after) for row in said] == [
        (row.leads, row.conversions, row.auc_before, row.lift_before) for row in built
    ]
