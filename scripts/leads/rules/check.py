"""Check a folder of rule seeds before dbt sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR
from leads.rules.check_calendar import (
    check_calendar,
    check_job_titles,
    check_service_levels,
)
from leads.rules.check_engagement import (
    check_engagement,
    check_event_types,
    check_exclusions,
    check_groups,
)
from leads.rules.check_fit import check_attributes, check_fit_rules
from leads.rules.check_funnel import check_funnel
from leads.rules.check_matrix import check_lifecycle, check_matrix, check_precedence
from leads.rules.check_models import check_models
from leads.rules.check_outcomes import check_conversions
from leads.rules.check_people import check_roles, check_surveys
from leads.rules.check_scales import check_bands, check_grades
from leads.rules.check_thresholds import check_roles_needed, check_thresholds
from leads.rules.check_validity import check_validity
from leads.rules.problem import Problem
from leads.rules.read import read_seed
from leads.rules.seeds import MAPPING_SEEDS, RULE_SEEDS
from leads.rules.table import Ruleset

MAPPINGS_DIR = PROJECT_DIR / "seeds" / "mappings"

# A check runs when the seeds it reads are in order, so that one fault is not reported again by its consequences.
CHECKS: tuple[tuple[Callable[[Ruleset], Iterator[Problem]], tuple[str, ...]], ...] = (
    (check_event_types, ("event_types",)),
    (check_models, ("scoring_models",)),
    (check_groups, ("engagement_groups", "scoring_models")),
    (
        check_engagement,
        ("engagement_rules", "engagement_groups", "event_types", "scoring_models"),
    ),
    (check_attributes, ("fit_attributes", "scoring_models")),
    (check_fit_rules, ("fit_rules", "fit_attributes", "scoring_models")),
    (check_exclusions, ("exclusion_rules", "event_types")),
    (lambda rules: check_precedence(rules["exclusion_rules"]), ("exclusion_rules",)),
    (check_grades, ("grades", "scoring_models")),
    (check_bands, ("bands", "scoring_models")),
    (check_funnel, ("funnel_stages",)),
    (check_thresholds, ("stage_thresholds", "scoring_models")),
    (check_roles_needed, ("stage_thresholds", "buying_group_roles")),
    (check_matrix, ("priority_matrix", "scoring_models")),
    (check_lifecycle, ("lifecycle_rules", "scoring_models")),
    (check_service_levels, ("sla_targets", "scoring_models")),
    (check_calendar, ("business_calendar", "scoring_models")),
    (check_surveys, ("survey_scales",)),
    (check_roles, ("buying_group_roles",)),
    (check_job_titles, ("job_titles",)),
    (check_conversions, ("conversion_rules", "event_types", "funnel_stages")),
)


def find_problems(rules_dir: Path, mappings_dir: Path = MAPPINGS_DIR) -> list[Problem]:
    """Every problem of the rule seeds and mapping seeds, in the order of seeds and rows; empty when all are in order.

    A seed whose form is wrong (encoding, columns, cells, validity) is not compared with others until it is corrected.
    """
    rules: Ruleset = {}
    problems = _unknown_files(rules_dir)
    broken: set[str] = set()
    for folder, seeds in ((rules_dir, RULE_SEEDS), (mappings_dir, MAPPING_SEEDS)):
        for seed in seeds:
            rules[seed.name], found = read_seed(folder, seed)
            found = found or list(check_validity(rules[seed.name]))
            problems += found
            broken |= {seed.name} if found else set()
    for check, needed in CHECKS:
        if broken.isdisjoint(needed):
            problems += check(rules)
    return problems


def check_rules(rules_dir: Path, mappings_dir: Path = MAPPINGS_DIR) -> None:
    """Refuse rules that are not in order. Raises LeadsError (BAD_RULES) with the first problem and how many follow."""
    problems = find_problems(rules_dir, mappings_dir)
    if not problems:
        return
    more = len(problems) - 1
    rest = f" (and {more} more: see leads rules check)" if more else ""
    raise LeadsError(str(problems[0]).removesuffix(".") + rest + ".", ExitCode.BAD_RULES)


def _unknown_files(rules_dir: Path) -> list[Problem]:
    known = {f"{seed.name}.csv" for seed in RULE_SEEDS}
    return [
        Problem(
            f"{rules_dir.name}/{path.relative_to(rules_dir).as_posix()}",
            None,
            None,
            "no rule seed has this name",
            "rename or remove the file",
        )
        for path in sorted(rules_dir.rglob("*.csv"))
        if path.parent != rules_dir or path.name not in known
    ]
