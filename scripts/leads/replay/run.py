"""Runs the models of the build over a range of dates: the same SQL, each date with what was known on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from time import monotonic

from leads.dbt_runner import run_dbt
from leads.errors import ExitCode, LeadsError
from leads.replay.request import Request, check_warehouse
from leads.replay.scratch import scratch
from leads.settings import Settings

# Leads times dates that one run scores at most: what a small machine holds in memory.
SCORES_PER_RUN = 4_000_000
TARGET = "replay"

Told = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Summary:
    """What a replay did: leads and rows that now stand in the range; seconds of wall time."""

    leads: int
    rows: int
    seconds: float


def run_replay(settings: Settings, request: Request, told: Told) -> Summary:
    """Re-score the range and put it in place; `told` hears (steps done, steps in all, what is done).

    Raises LeadsError as Request.check, check_warehouse, scratch and run_dbt do, and BAD_RULES when the rules are not those
    of the last build. Whatever is raised, the warehouse is as it was.
    """
    started = monotonic()
    request.check()
    leads_known = check_warehouse(settings, request)
    spans = list(split(request, min(request.days, max(1, SCORES_PER_RUN // max(1, leads_known)))))
    with scratch(settings, request) as place:
        told(0, len(spans), "Reading the rules")
        environment = {"LEADS_REPLAY_RULESET": request.ruleset}
        run_dbt(settings, ["build", "--select", "+int_ruleset", *UNTESTED], target=TARGET, environment=environment)
        if not place.has_rules_of_build():
            raise LeadsError(
                "The rules are not those of the last build; run `leads build` first, so that all of it is scored by them.",
                ExitCode.BAD_RULES,
            )
        for number, (first, last) in enumerate(spans):
            told(number, len(spans), f"Scoring {first} to {last}")
            run_dbt(
                replace(settings, as_of_date=last),
                ["run", "--select", f"+{request.mart},tag:replay"],
                target=TARGET,
                environment={**environment, "LEADS_REPLAY_FROM": first.isoformat()},
            )
        told(len(spans), len(spans), "Writing")
        leads, rows = place.move()
    return Summary(leads, rows, monotonic() - started)


UNTESTED = ("--exclude-resource-type", "test", "unit_test")


def split(request: Request, days: int) -> Iterator[tuple[date, date]]:
    """The range as consecutive spans of at most so many days."""
    first = request.first
    while first <= request.last:
        last = min(first + timedelta(days=days - 1), request.last)
        yield first, last
        first = last + timedelta(days=1)
