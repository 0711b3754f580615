"""Small inputs as people reported them in public, exactly as they were delivered. The right values are those of their README."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from real_data import CASES
from road import Road

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project")

# Case: the date it is built for, and the engagement of leads on it; None for a lead who is excluded.
SCORED: dict[str, tuple[date, dict[str, float | None]]] = {
    "03-placeholder-ids": (date(2026, 1, 12), {"L1": 0, "L2": 0, "L3": 0, "L4": 0, "L5": 10, "L6": 0}),
    "04-gateway": (
        date(2026, 3, 2),
        {"G1": 2, "G2": 0, "G3": 2, "G4": 30, "G5": 30, "G6": 30, "G7": None, "G8": 1, "G9": 2, "G10": 2},
    ),
    "05-resubscribe": (date(2026, 3, 3), {"R1": 11.314799, "R2": 29.314799, "A1": None, "A2": None, "A3": None}),
    "08-merge-cycles": (date(2026, 1, 20), {"A": 31.748021, "S": 34.922823, "V": 31.748021, "Y": 7.937005}),
    "09-shared-email": (date(2026, 1, 10), {"S1": 44, "S2": 0, "S3": 0, "T1": 10, "T2": 30}),
    "13-id-collision": (date(2026, 1, 11), {"L1": 39.7716, "L2": 39.7716, "L3": 39.7716}),
    "17-sentinel-dates": (date(2026, 1, 12), {"L3": 0, "L5": 0}),
    "23-cubot": (date(2026, 1, 10), {"C1": 30, "C2": 30, "C3": 30, "C4": 0, "C5": 0, "C6": 0}),
    "24-double-click": (date(2026, 1, 13), {"D1": 4, "D2": 4, "D3": 47.283779, "D4": 47.283779}),
}


@pytest.fixture
def empty(road: Road) -> Iterator[Road]:
    """An empty warehouse for each case: their ids are the same."""
    road.settings.warehouse.unlink(missing_ok=True)
    yield road
    road.settings.warehouse.unlink(missing_ok=True)


def load(road: Road, name: str, folder: Path, **keys: dict[str, Any]) -> None:
    """Load a case; keys: for a table what its mapping says beyond what was delivered."""
    mapping = yaml.safe_load((CASES / name / "mapping.yml").read_text(encoding="utf-8"))
    for table, more in keys.items():
        mapping["tables"][table] |= more
    (folder / "mapping.yml").write_text(yaml.safe_dump(mapping), encoding="utf-8")
    road.load(folder / "mapping.yml", CASES / name)


# By default test_road_people.py and test_road_real_life.py have people like these, in two worlds for all.
@pytest.mark.torture
@pytest.mark.parametrize("name", SCORED)
def test_every_lead_of_the_case_has_its_score(empty: Road, tmp_path: Path, name: str) -> None:
    day, right = SCORED[name]
    load(empty, name, tmp_path)
    empty.build(day, "-s", "+lead_scores")
    query = "select lead_id, case when not is_excluded then engagement_score end from marts.lead_scores"
    assert {lead: score if score is None else float(score) for lead, score in empty.rows(query)} == right


def test_numbers_that_may_be_either_are_rejected_and_right_with_their_notation(empty: Road, tmp_path: Path) -> None:
    load(empty, "01-german-numbers", tmp_path)
    assert empty.rows("select lead_id from raw.leads order by 1") == [("L3",), ("L5",), ("P2",)]
    assert empty.rows("select account_id from raw.accounts") == []
    empty.settings.warehouse.unlink()
    attributes = {"income": {"from": "Einkommen", "unit": "EUR"}, "home_size_m2": "Wohnflaeche", "children": "Kinder"}
    columns = {"lead_id": "Nr", "email": "Mail", "account_id": "Firma", "loaded_at": "loaded", "attributes": attributes}
    german = {"decimal": ","}
    load(empty, "01-german-numbers", tmp_path, accounts=german, leads=german | {"columns": columns})
    assert empty.rows("select line_number, reason from raw.rejected_rows") == [
        (5, "attributes has a `home_size_m2` that is not a number in the notation of its column; write `decimal:`, "
            "`thousands:` or `unit:` of it into the mapping, or `type: text`"),
    ]  # fmt: skip
    assert empty.rows("select annual_revenue, employee_count from raw.accounts where account_id in ('A3', 'A5')") == [
        (850_000, 5_000), (2_500, 12_000),
    ]  # fmt: skip
    empty.build(date(2026, 1, 20), "-s", "+lead_scores")
    fit = {lead: float(score) for lead, score in empty.rows("select lead_id, fit_score from marts.lead_scores")}
    assert fit == {"L3": 19, "L5": 19, "P1": 39, "P3": 39, "P4": 39, "P5": 39}


@pytest.mark.torture
def test_deals_that_a_complete_export_no_longer_has_end(empty: Road, tmp_path: Path) -> None:
    right = {
        1: {"D1": "opportunity", "D2": "customer", "D3": "opportunity"},
        3: {"D1": "mql", "D2": "mql", "D3": "mql"},
    }
    for night in (1, 2, 3):
        exported = {"complete": {"as_of": "loaded_at"}}
        load(empty, f"11-deleted-deal/night{night}", tmp_path, opportunities=exported)
        if night in right:
            empty.build(date(2026, 1, 17), "-s", "+lead_stages_current")
            assert dict(empty.rows("select lead_id, stage from marts.lead_stages_current")) == right[night], night


@pytest.mark.torture
def test_an_export_of_orders_delivered_again_counts_once(empty: Road, tmp_path: Path) -> None:
    for night in (1, 2):
        load(empty, f"12-orders-again/night{night}", tmp_path)
    empty.build(date(2026, 1, 8), "-s", "+source_roi")
    [(revenue, cost, back)] = empty.rows("select revenue, cost_amount, return_on_cost from marts.source_roi")
    assert (float(revenue), float(cost), float(back)) == (220, 12, 17.333333)
