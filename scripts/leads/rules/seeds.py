"""The rule seeds: their columns in order (docs/concepts.md, "Rule seeds")."""

from __future__ import annotations

from leads.rules.columns import Seed
from leads.rules.seeds_funnel import FUNNEL_SEEDS
from leads.rules.seeds_people import PEOPLE_SEEDS
from leads.rules.seeds_scoring import SCORING_SEEDS

RULE_SEEDS: tuple[Seed, ...] = (*SCORING_SEEDS, *FUNNEL_SEEDS, *PEOPLE_SEEDS)
