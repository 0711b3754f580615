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
ENGAGEMENT_THRESHOLDS = ("mql_enter", "mql_exit")
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
