"""The mapping seeds: what the data's own words stand for (docs/concepts.md)."""

from __future__ import annotations

from leads.rules.columns import Seed, day, number, slug, text

MAPPING_SEEDS: tuple[Seed, ...] = (
    Seed(
        "machine_user_agents",
        (text("pattern"), text("why")),
        ("pattern",),
        has_validity=False,
        may_be_empty=True,
    ),
    Seed(
        "sites",
        (
            *(slug("site_id"), text("name"), number("latitude", -90, 90, decimals=9)),
            number("longitude", -180, 180, decimals=9),
        ),
        ("site_id",),
        has_validity=False,
        may_be_empty=True,
    ),
    Seed(
        "job_titles",
        (
            text("keyword"),
            text("seniority", required=False),
            text("department", required=False),
        ),
        ("keyword",),
        has_validity=False,
        may_be_empty=True,
    ),
    Seed(
        "plausible_times",
        (
            *(text("table_name"), text("column_name"), day("earliest"), day("latest")),
            *(day("no_date", required=False), text("why")),
        ),
        ("table_name", "column_name"),
        has_validity=False,
    ),
)
