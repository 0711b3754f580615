"""The words that rules are written with (docs/concepts.md)."""

from __future__ import annotations

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
THRESHOLDS = {
    "mql_enter": "points",
    "mql_exit": "points",
    "mql_cool_down_days": "days",
    "trend_improving": "points",
    "trend_declining": "points",
}
