"""Runs the models of the build over a range of dates: the same SQL, each date with what was known on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from time import monotonic

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.build.dbt_runner import run_dbt
from leads.build.progress import RunProgress
from leads.replay.request import Request, check_warehouse
from leads.replay.scratch import scratch

# Leads times dates that one run scores at most: what a small machine holds in memory.
SCORES_PER_RUN = 4_000_000
TARGET = "replay"

# Shows how far a run of dbt is until it is left; the text says what it does.
Showing = Callable[[RunProgress, str], AbstractContextManager[None]]


@dataclass(frozen=True)
class Summary:
    """What a replay did: leads and rows that now stand in the range; seconds of wall time."""

    leads: int
    rows: int
    seconds: float


def run_replay(
    settings: Settings, request: Request, showing: Showing = lambda progress, doing: nullcontext()
) -> Summary:
    """Re-score the range and put it in place; `showing` is entered for each run of dbt.

    Raises LeadsError as Request.check, check_warehouse, scratch and run_dbt do, and BAD_RULES when the rules, or the time zone,
    are not those of the last build. Whatever is raised, the warehouse is as it was.
    """
    started = monotonic()
    request.check(settings.today)
    leads_known = check_warehouse(settings, request)
    spans = list(split(request, min(request.days, max(1, SCORES_PER_RUN // max(1, leads_known)))))

    def run(doing: str, dated: Settings, arguments: list[str], **environment: str) -> None:
        progress = RunProgress()
        environment["LEADS_REPLAY_RULESET"] = request.ruleset
        with showing(progress, doing):
            run_dbt(dated, arguments, progress, target=TARGET, environment=environment)

    with scratch(settings, request) as place:
        run("Reading the rules", settings, ["build", "--select", "+int_ruleset", *UNTESTED])
        if not place.has_rules_of_build():
            raise LeadsError(
                "The rules or the time zone of the business are not those of the last build; run `leads build` first, so that all of "
                "it is scored by them.",
                ExitCode.BAD_RULES,
            )
        scoring = ["run", "--select", f"+{request.mart},tag:replay"]
        for number, (first, last) in enumerate(spans, 1):
            part = f", part {number} of {len(spans)}" if len(spans) > 1 else ""
            dated = replace(settings, as_of_date=last)
            run(f"Scoring {first} to {last}{part}", dated, scoring, LEADS_REPLAY_FROM=first.isoformat())
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
