"""The words that rules are written with (docs/concepts.md)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

OPERATORS = (
    *("eq", "neq", "in", "not_in", "gt", "gte", "lt", "lte", "between"),
    *(
        "contains",
        "starts_with",
        "ends_with",
        "matches_domain",
        "is_null",
        "is_not_null",
    ),
)
EVENT_COLUMNS = ("message_id", "asset_id", "session_id", "campaign", "url", "channel")
SEGMENTS = ("dismiss", "nurture", "nudge", "sales", "customer_marketing")
STAGES = (
    "prospect",
    "new_customer",
    "active_customer",
    "loyal_customer",
    "advocate",
    "lapsed_customer",
)
GRADES = ("A", "B", "C", "D", "?")
BANDS = ("1", "2", "3", "4")
KINDS = (
    "opt_out",
    "internal",
    "competitor",
    "job_seeker",
    "student",
    "supplier",
    "bad_data",
)


@dataclass(frozen=True)
class Threshold:
    """What a threshold is counted in, between which numbers it makes sense, whether it is whole, and whether rules need it."""

    unit: str
    low: Decimal
    high: Decimal
    is_whole: bool = False
    is_needed: bool = True


POINTS = Threshold("points", Decimal(0), Decimal(100))
CHANGE = Threshold("points", Decimal(-100), Decimal(100))
THRESHOLDS: dict[str, Threshold] = {
    "mql_enter": POINTS,
    "mql_exit": POINTS,
    "mql_cool_down_days": Threshold("days", Decimal(0), Decimal(36_500), is_whole=True),
    "trend_improving": CHANGE,
    "trend_declining": CHANGE,
    "account_member_share": Threshold("share", Decimal(0), Decimal(1)),
    "mqa_enter": POINTS,
    "mqa_min_members": Threshold("members", Decimal(1), Decimal(36_500), is_whole=True),
    "mqa_min_roles": Threshold("roles", Decimal(0), Decimal(36_500), is_whole=True),
    "weekly_capacity": Threshold("leads", Decimal("0.01"), Decimal(36_500), is_needed=False),
    # More than half held out would measure nothing better and hand over less.
    "hold_out_share": Threshold("share", Decimal(0), Decimal("0.5"), is_needed=False),
    "hold_out_effect": Threshold("share", Decimal("0.01"), Decimal(10), is_needed=False),
    "calibration_min_outcomes": Threshold("outcomes", Decimal(1), Decimal(36_500), is_whole=True, is_needed=False),
    "calibration_max_bands": Threshold("bands", Decimal(1), Decimal(100), is_whole=True, is_needed=False),
    "calibration_test_share": Threshold("share", Decimal("0.01"), Decimal("0.99"), is_needed=False),
    "calibration_drift_limit": Threshold("standard_errors", Decimal("0.01"), Decimal(100), is_needed=False),
    "redundant_rule_phi": Threshold("correlation", Decimal("0.01"), Decimal(1), is_needed=False),
    "stability_index_watch": Threshold("index", Decimal("0.01"), Decimal(100), is_needed=False),
    "stability_index_drift": Threshold("index", Decimal("0.01"), Decimal(100), is_needed=False),
}
UNITS = tuple(dict.fromkeys(threshold.unit for threshold in THRESHOLDS.values()))
POPULATIONS = ("customer", "employee")
SURVEY_KINDS = ("nps", "enps", "pulse")
# In the order in which positions pass through them; exits have no position.
STAGE_KINDS = ("marketing", "sales", "won", "exit")
# What leads to a funnel stage, and the kinds of stage it can lead to (docs/funnel.md, "Signals").
SIGNALS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("created", "engaged", "score_fell", "score_reached", "hand_raised"), ("marketing",)),
    **dict.fromkeys(("accepted", "qualified", "opportunity_opened", "opportunity_won", "purchased"), ("sales", "won")),
    **dict.fromkeys(("rejected", "recycled", "disqualified", "opportunity_lost"), ("exit",)),
}
FIRST_SIGNAL = "created"
HAND_OVER_SIGNALS = ("score_reached", "hand_raised")
# What makes a conversion, and the dates on which leads are looked at (docs/concepts.md, "Outcomes").
CONVERSION_SIGNALS = ("won_deal", "first_order", "event", "stage")
LANDMARK_KINDS = ("monthly", "created", "event")
# The lists of words by the name that the YAML of a seed gives them (seeds/properties, meta `words`).
VOCABULARIES: dict[str, tuple[str, ...]] = {
    "operators": OPERATORS,
    "event_columns": EVENT_COLUMNS,
    "segments": SEGMENTS,
    "lifecycle_stages": STAGES,
    "grades": GRADES,
    "bands": BANDS,
    "exclusion_kinds": KINDS,
    "stage_kinds": STAGE_KINDS,
    "signals": tuple(SIGNALS),
    "thresholds": tuple(THRESHOLDS),
    "units": UNITS,
    "populations": POPULATIONS,
    "survey_kinds": SURVEY_KINDS,
    "conversion_signals": CONVERSION_SIGNALS,
    "landmark_kinds": LANDMARK_KINDS,
}
# Attributes that follow from another one (docs/concepts.md, "Fit"), where the source has none of the name.
DERIVED = {
    "email_domain": "email",
    "years_in_business": "founded_year",
    "distance_km": "latitude",
    "seniority": "job_title",
    "department": "job_title",
}
PROPERTY_COLUMNS = (*EVENT_COLUMNS, "user_agent")
