"""The rule seeds: their columns in order (docs/concepts.md, "Rule seeds")."""

from __future__ import annotations

from leads.rules.columns import (
    Column,
    Seed,
    boolean,
    choice,
    choices,
    day,
    field,
    integer,
    name_of,
    number,
    slug,
    text,
    time_of_day,
)
from leads.rules.words import (
    BANDS,
    EVENT_COLUMNS,
    GRADES,
    KINDS,
    OPERATORS,
    SEGMENTS,
    SIGNALS,
    STAGE_KINDS,
    STAGES,
    THRESHOLDS,
)

OWNED: tuple[Column, ...] = (text("owner"), text("why"))
DATED: tuple[Column, ...] = (*OWNED, day("valid_from"), day("valid_to", required=False))


def _rules(name: str, key: str, *columns: Column, may_be_empty: bool = False) -> Seed:
    return Seed(name, (*columns, *DATED), tuple(key.split()), may_be_empty=may_be_empty)


def _days(name: str, low: int = 1) -> Column:
    return integer(name, low, 36_500, required=False)


def _any_count(name: str) -> Column:
    return integer(name, 0, required=False)


RULE_SEEDS: tuple[Seed, ...] = (
    Seed(
        "event_types",
        (
            *(
                name_of("event_type"),
                text("channel"),
                choice("dedupe_by", EVENT_COLUMNS, required=False),
            ),
            *(
                boolean("is_hand_raise"),
                name_of("delivery_event_type", required=False),
                text("description"),
                *OWNED,
            ),
        ),
        ("event_type",),
        has_validity=False,
    ),
    _rules(
        *(
            "scoring_models",
            "model_id",
            slug("model_id"),
            choice("audience", ("b2b", "b2c")),
        ),
        *(
            choice("status", ("active", "candidate", "retired")),
            number("fit_weight", 0, 1, decimals=4),
        ),
    ),
    _rules(
        *("engagement_groups", "model_id group_id", slug("model_id"), slug("group_id")),
        *(
            number("floor", -1_000_000, 0, required=False),
            number("cap", 0, 1_000_000, required=False),
        ),
        may_be_empty=True,
    ),
    _rules(
        *(
            "engagement_rules",
            "rule_id",
            slug("rule_id"),
            slug("model_id"),
            slug("group_id"),
            name_of("event_type"),
        ),
        *(
            field("property", required=False),
            choice("operator", OPERATORS, required=False),
        ),
        *(text("value", required=False), number("points", -1000, 1000)),
        *(
            integer("cap_count", 1, required=False),
            _days("cap_days"),
            _days("window_days"),
        ),
        *(choice("decay", ("none", "linear", "exponential")), _days("decay_days")),
        may_be_empty=True,
    ),
    _rules(
        *(
            "fit_attributes",
            "model_id attribute",
            slug("model_id"),
            field("attribute"),
            number("weight", 0, 100),
        ),
        *(boolean("is_protected"), text("legal_basis", required=False)),
    ),
    _rules(
        *(
            "fit_rules",
            "rule_id",
            slug("rule_id"),
            slug("model_id"),
            field("attribute"),
            choice("operator", OPERATORS),
        ),
        *(
            text("value", required=False),
            text("value_high", required=False),
            number("tier", -100, 100),
        ),
    ),
    _rules(
        *(
            "exclusion_rules",
            "rule_id",
            slug("rule_id"),
            choice("kind", KINDS),
            integer("precedence", 0),
        ),
        *(
            field("match_field"),
            choice("operator", OPERATORS),
            text("value", required=False),
        ),
        *(
            integer("min_count", 1, required=False),
            _days("min_days"),
            _days("window_days"),
        ),
        *(choice("segment", SEGMENTS), text("recommended_action")),
        may_be_empty=True,
    ),
    _rules(
        *(
            "grades",
            "grade",
            choice("grade", GRADES),
            number("lower_bound", 0, 100, required=False),
        ),
        number("below_completeness", 0, 1, required=False, decimals=4),
        *(boolean("mql_by_score"), boolean("mql_by_hand_raise")),
    ),
    _rules("bands", "band", choice("band", BANDS), number("lower_bound", 0, 100)),
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
    _rules(
        *(
            "stage_thresholds",
            "threshold_id",
            choice("threshold_id", tuple(THRESHOLDS)),
        ),
        *(number("threshold_value", -1000, 36_500), choice("unit", ("points", "days"))),
    ),
    _rules(
        *(
            "priority_matrix",
            "cell_id",
            slug("cell_id"),
            choices("grades", GRADES),
            choices("bands", BANDS),
        ),
        *(
            choices("lifecycle_stages", STAGES),
            choice("segment", SEGMENTS),
            text("recommended_action"),
        ),
    ),
    _rules(
        *(
            "lifecycle_rules",
            "rule_id",
            slug("rule_id"),
            choice("lifecycle_stage", STAGES),
            integer("precedence", 0),
        ),
        *(_any_count("min_purchases"), _any_count("max_purchases")),
        *(
            _days("min_tenure_days", 0),
            _days("max_tenure_days", 0),
            _any_count("min_products"),
        ),
        *(
            _days("min_recency_days", 0),
            _days("max_recency_days", 0),
            integer("min_nps", 0, 10, required=False),
        ),
    ),
    _rules(
        *(
            "recycle_reasons",
            "reason_id",
            slug("reason_id"),
            integer("cool_down_days", 0, 36_500),
        ),
        text("description"),
        may_be_empty=True,
    ),
    _rules(
        *(
            "sla_targets",
            "sla_id",
            slug("sla_id"),
            choice("segment", SEGMENTS),
            number("business_hours", 0.01, 10_000),
        ),
    ),
    _rules(
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
