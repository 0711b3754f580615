"""The rule seeds of scores: models, engagement, fit, exclusions, grades and what is done with them."""

from __future__ import annotations

from leads.rules.columns import (
    OWNED,
    Seed,
    any_count,
    boolean,
    choice,
    choices,
    days,
    field,
    integer,
    name_of,
    number,
    rule_seed,
    slug,
    text,
)
from leads.rules.words import BANDS, EVENT_COLUMNS, GRADES, KINDS, OPERATORS, SEGMENTS, STAGES

SCORING_SEEDS: tuple[Seed, ...] = (
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
    rule_seed(
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
    rule_seed(
        *("engagement_groups", "model_id group_id", slug("model_id"), slug("group_id")),
        *(
            number("floor", -1_000_000, 0, required=False),
            number("cap", 0, 1_000_000, required=False),
        ),
        may_be_empty=True,
    ),
    rule_seed(
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
            days("cap_days"),
            days("window_days"),
        ),
        *(choice("decay", ("none", "linear", "exponential")), days("decay_days")),
        may_be_empty=True,
    ),
    rule_seed(
        *(
            "fit_attributes",
            "model_id attribute",
            slug("model_id"),
            field("attribute"),
            number("weight", 0, 100),
        ),
        *(boolean("is_protected"), text("legal_basis", required=False)),
    ),
    rule_seed(
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
    rule_seed(
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
            days("min_days"),
            days("window_days"),
        ),
        *(choice("segment", SEGMENTS), text("recommended_action")),
        may_be_empty=True,
    ),
    rule_seed(
        *(
            "grades",
            "grade",
            choice("grade", GRADES),
            number("lower_bound", 0, 100, required=False),
        ),
        number("below_completeness", 0, 1, required=False, decimals=4),
        *(boolean("mql_by_score"), boolean("mql_by_hand_raise")),
    ),
    rule_seed("bands", "band", choice("band", BANDS), number("lower_bound", 0, 100)),
    rule_seed(
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
    rule_seed(
        *(
            "lifecycle_rules",
            "rule_id",
            slug("rule_id"),
            choice("lifecycle_stage", STAGES),
            integer("precedence", 0),
        ),
        *(any_count("min_purchases"), any_count("max_purchases")),
        *(
            days("min_tenure_days", 0),
            days("max_tenure_days", 0),
            any_count("min_products"),
        ),
        *(
            days("min_recency_days", 0),
            days("max_recency_days", 0),
            integer("min_nps", 0, 10, required=False),
        ),
    ),
)
