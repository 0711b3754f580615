"""The scores of a sample, pinned: a change of rules or formulas shows here, with how many leads it moves.

When the change is meant, write the sample anew with LEADS_WRITE_SAMPLE=1 and put the figures of the message into CHANGELOG.md.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from road import Road, generate_world, settings_for
from test_road_is_exact import assert_agrees

SAMPLE = Path(__file__).with_name("sample_scores.csv")
AS_OF_DATE = date(2026, 6, 30)
HEADER = ["lead_id", "fit_grade", "engagement_band", "segment", "lead_score", "md5_of_row"]
LEADS = """
    select lead_id, fit_grade, cast(engagement_band as varchar), segment, cast(lead_score as varchar),
        md5(cast(struct_pack(s := s) as varchar)) from (select * exclude (ruleset_version) from marts.lead_scores) as s
    order by lead_id
"""
WHOLE = """
    select 'ruleset', (select ruleset_version from intermediate.int_ruleset), '', '', '',
        md5(string_agg(line, '|' order by line)) from (
            select cast((model_id, status, fit_score, engagement_score, lead_score, fit_grade) as varchar) as line
            from intermediate.int_scores_today
        )
"""


def test_the_scores_of_the_sample_stand_and_agree_with_the_independent_calculation(road: Road, tmp_path: Path) -> None:
    sampled = Road(settings_for(road.settings.warehouse, os.environ.get("LEADS_RULES") or "seeds/rules"))
    sampled.load(generate_world(tmp_path / "world", leads=400, days=400, seed=1, end_date=AS_OF_DATE))
    sampled.build(AS_OF_DATE, "--select", "+lead_scores", "+int_scores_today")
    assert assert_agrees(sampled, AS_OF_DATE) > 300
    found = {row[0]: [cell or "" for cell in row] for row in (*sampled.rows(WHOLE), *sampled.rows(LEADS))}
    if os.environ.get("LEADS_WRITE_SAMPLE"):
        with SAMPLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEADER, *found.values()])
        pytest.skip("the sample was written anew")
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        pinned = {row[0]: row for row in list(csv.reader(file))[1:]}
    assert set(found) == set(pinned)
    moved = [lead for lead in pinned if found[lead] != pinned[lead]]
    bands = sum(found[lead][2] != pinned[lead][2] for lead in moved)
    scores = sum(found[lead][4] != pinned[lead][4] for lead in moved)
    assert not moved, f"{bands} of {len(pinned) - 1} leads change band, {scores} change score, first: {moved[:3]}"
