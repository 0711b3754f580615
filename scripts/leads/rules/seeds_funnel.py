"""The rule seeds of the funnel: stages, thresholds, recycling and the time sales has to answer."""

from __future__ import annotations

from leads.rules.columns import (
    OWNED,
    Seed,
    boolean,
    choice,
    choices,
    day,
    integer,
    number,
    rule_seed,
    slug,
    text,
    time_of_day,
)
from leads.rules.words import SEGMENTS, SIGNALS, STAGE_KINDS, THRESHOLDS, UNITS

FUNNEL_SEEDS: tuple[Seed, ...] = (
    Seed(
        "funnel_stages",
        (
            *(slug("stage"), integer("position", 1, required=False), choice("kind", STAGE_KINDS)),
            *(choices("entry_signals", tuple(SIGNALS)), boolean("is_hand_over")),
            *(boolean("allows_return", required=False), text("description"), *OWNED),
        ),
        ("stage",),
        has_validity=False,
    ),
    rule_seed(
        *(
            "stage_thresholds",
            "threshold_id",
            choice("threshold_id", tuple(THRESHOLDS)),
        ),
        *(number("threshold_value", -1000, 36_500), choice("unit", UNITS)),
    ),
    rule_seed(
        *(
            "recycle_reasons",
            "reason_id",
            slug("reason_id"),
            integer("cool_down_days", 0, 36_500),
        ),
        text("description"),
        may_be_empty=True,
    ),
    rule_seed(
        *(
            "sla_targets",
            "sla_id",
            slug("sla_id"),
            choice("segment", SEGMENTS),
            number("business_hours", 0.01, 10_000),
        ),
    ),
    rule_seed(
        *(
            "business_calendar",
            "calendar_id weekday holiday_on",
            slug("calendar_id"),
            text("time_zone"),
        ),
        *(integer("weekday", 1, 7, required=False), day("holiday_on", required=False)),
        *(time_of_day("opens_at"), time_of_day("closes_at")),
    ),
)
