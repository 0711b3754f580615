"""The rule seeds of surveys and of the people a company decides with."""

from __future__ import annotations

from leads.rules.columns import Column, Seed, choice, field, integer, rule_seed, slug, text
from leads.rules.words import POPULATIONS, SURVEY_KINDS


def _answer(name: str, required: bool = True) -> Column:
    return integer(name, -1000, 1000, required)


PEOPLE_SEEDS: tuple[Seed, ...] = (
    rule_seed(
        *("survey_scales", "population survey_kind"),
        *(choice("population", POPULATIONS), choice("survey_kind", SURVEY_KINDS)),
        *(_answer("scale_low"), _answer("scale_high")),
        *(_answer("promoter_from", required=False), _answer("passive_from", required=False)),
        *(integer("max_questions", 1), integer("min_respondents", 1)),
    ),
    rule_seed(
        *("buying_group_roles", "role_id"),
        *(slug("role_id"), field("attribute"), text("value"), text("description")),
        may_be_empty=True,
    ),
)
