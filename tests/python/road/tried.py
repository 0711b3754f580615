"""What a preview says of every lead, to be held against a build, and the changes of rules that are tried."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from leads.base import sql
from leads.base.marts import read
from leads.whatif.answer import Week
from leads.whatif.ask import LEDGER_OF, TARGETS, compare, weeks
from leads.whatif.rerun import rerun
from leads.whatif.rules import put_rules
from leads.whatif.scratch import scratch
from real_data import OLIST
from stage_rules import Change, own_scales

Told = tuple[dict[str, Any], list[tuple[Any, ...]], list[int]]

# A change of each kind. The first of them reads what is kept of the days of a rule, the last one events.
TRIED: dict[str, list[Change]] = {
    "points": [("engagement_rules", "rule_id", "b2b_call", {"points": "17"}, "")],
    "sign": [("engagement_rules", "rule_id", "b2b_check_in", {"points": "-2.5"}, "")],
    "cap": [("engagement_rules", "rule_id", "b2b_call", {"cap_count": "1", "cap_days": "7"}, "")],
    "group": [("engagement_groups", "group_id", "events", {"cap": "21"}, "")],
    "decay": [("engagement_rules", "rule_id", "b2b_webinar_attended", {"decay": "linear", "decay_days": "25"}, "")],
    "window": [("engagement_rules", "rule_id", "b2b_key_page_visit", {"window_days": "20"}, "2026-02-01")],
    "bands": [("bands", "band", "2", {"lower_bound": "27"}, ""), ("grades", "grade", "A", {"lower_bound": "64"}, "")],
    "gate": [("stage_thresholds", "threshold_id", "mql_enter", {"threshold_value": "45"}, "2026-03-01")],
    "cool_down": [("stage_thresholds", "threshold_id", "mql_cool_down_days", {"threshold_value": "3"}, "")],
    "tier": [("fit_rules", "rule_id", "b2b_industry_core", {"tier": "10"}, "")],
    "weight": [("scoring_models", "model_id", "b2b_standard", {"fit_weight": "0.75"}, "")],
    "excluded": [("exclusion_rules", "rule_id", "job_seeker_careers", {"min_count": "1", "min_days": "1"}, "")],
    "matrix": [("priority_matrix", "cell_id", "prospect_good_warm", {"segment": "nurture"}, "")],
    "hand": [("engagement_rules", "rule_id", "b2b_demo_request", {"window_days": "9"}, "")],
    "condition": [("engagement_rules", "rule_id", "b2b_asset_download", {"property": "asset_id", "operator": "is_not_null"}, "")],
}  # fmt: skip

TRIED["own scale"] = own_scales("b2b_standard", (64, 38, 12), (52, 24, 8))
OF_ALL: list[Change] = [
    ("bands", "band", "1", {"lower_bound": "55"}, ""),
    ("stage_thresholds", "threshold_id", "mql_enter", {"threshold_value": "45"}, ""),
]
# The examples: the date of their builds, where their files are, and what is tried, one after the other.
EXAMPLES: dict[str, tuple[date, Path | None, list[Change]]] = {
    "complete_journey": (
        date(2017, 12, 31),
        None,
        [
            ("engagement_rules", "rule_id", "store_visit_full_basket", {"points": "8"}, ""),
            ("engagement_rules", "rule_id", "store_visit", {"cap_days": "2"}, ""),
            ("engagement_rules", "rule_id", "store_visit", {"decay_days": "20"}, ""),
            ("engagement_rules", "rule_id", "store_visit_full_basket", {"value": "45"}, "2017-12-01"),
            ("fit_rules", "rule_id", "size_two", {"tier": "80"}, ""),
            *OF_ALL,
        ],
    ),
    "olist": (
        date(2018, 11, 30),
        OLIST,
        [
            ("engagement_rules", "rule_id", "form_submitted", {"points": "61"}, ""),
            ("engagement_rules", "rule_id", "form_submitted", {"decay": "exponential", "decay_days": "90"}, ""),
            ("fit_rules", "rule_id", "source_looking", {"tier": "40"}, ""),
            *OF_ALL,
        ],
    ),
}


def told(warehouse: Path, rules: Path, candidate: str | None = None) -> tuple[Told, list[str]]:
    """Every lead as it stands by the rules of a folder, every row of its ledger, MQLs of thirteen weeks; and what was computed."""
    with scratch(warehouse) as place:
        changed, changes = put_rules(place, rules, candidate)
        computed = rerun(place, changed, TARGETS) if changes else []
        compare(place)
        states = dict(place.con.execute("select lead_id, after from compared").fetchall())
        query = LEDGER_OF.format(place=sql.name(place.seen))
        ledger = [
            tuple(row.values()) for row in read(place.con, f"from ({query}) order by all", as_of=place.as_of_date)
        ]
        found: tuple[Week, ...] = weeks(place)
        return (states, ledger, [week.after for week in found]), computed
