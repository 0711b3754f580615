"""Business calendar, service levels and job titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from zoneinfo import available_timezones

from leads.rules.check_validity import overlaps
from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table, changes, valid_on
from leads.rules.words import SEGMENTS

# Names of the zone database that differ by machine or stand for none.
NO_PLACE = frozenset({"localtime", "Factory"})

# The shortest promise that a clock can keep which starts when a date ends.
LEAST_HOURS = 1


def check_calendar(rules: Ruleset) -> Iterator[Problem]:
    """Problems of business_calendar: zone; weekday and holiday both or neither; hours; holidays without effect; two
    calendars at a time; a calendar never open, a day on which none is.
    """
    table = rules["business_calendar"]
    zones = available_timezones() - NO_PLACE
    by_calendar: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        by_calendar[row.text("calendar_id")].append(row)
        first = by_calendar[row.text("calendar_id")][0]
        if zones and row.text("time_zone") not in zones:
            yield table.problem(
                row,
                "time_zone",
                "the time zone is unknown",
                "write an IANA name such as Europe/Paris",
            )
        elif row.text("time_zone") != first.text("time_zone"):
            fault = f"row {first.line} gives the calendar another time zone"
            yield table.problem(row, "time_zone", fault, "write one zone for each calendar")
        if bool(row.text("weekday")) == bool(row.text("holiday_on")):
            fault = "a row is for either a weekday or a holiday"
            yield table.problem(row, "weekday", fault, "fill one of weekday and holiday_on")
        if row.text("holiday_on") and not row.is_valid_on(date.fromisoformat(row.text("holiday_on"))):
            fault = "the row is not valid on its holiday and so without effect"
            yield table.problem(row, "holiday_on", fault, "correct the date or the validity")
        yield from _check_hours(table, row)
    yield from _check_alone(table, by_calendar)
    shut = [rows for rows in by_calendar.values() if not any(_is_open(row) for row in rows)]
    for rows in shut:
        fault = f"the calendar {rows[0].text('calendar_id')!r} is never open"
        yield table.problem(rows[0], "opens_at", fault, "give a weekday its hours")
    for day in [] if shut else changes(table, rules["scoring_models"]):
        if not any(_is_open(row) for row in valid_on(table, day)):
            fault = f"no weekday has hours on {day}"
            yield table.problem(None, "opens_at", fault, "add a row or lengthen its validity")
            return


def check_service_levels(rules: Ruleset) -> Iterator[Problem]:
    """Problems of sla_targets: a target too short for a clock that knows the date only; two targets for one segment at the
    same time; a segment without one on a day.
    """
    table = rules["sla_targets"]
    for row in table.rows:
        hours = row.number("business_hours")
        if hours is not None and hours < LEAST_HOURS:
            fault = "a score hands over on a date, so the clock starts when the date ends and cannot tell minutes apart"
            remedy = (
                f"write {LEAST_HOURS} or more; what is promised from the moment of a request goes to hand_raise_hours"
            )
            yield table.problem(row, "business_hours", fault, remedy)
    for segment in SEGMENTS:
        rows = [row for row in table.rows if row.text("segment") == segment]
        yield from overlaps(table, rows, "segment", "another target for the segment")
        for day in changes(table, rules["scoring_models"]):
            if not any(row.is_valid_on(day) for row in rows):
                fault = f"the segment {segment} has no target on {day}"
                yield table.problem(None, "segment", fault, "add a row or lengthen its validity")
                break


def _check_hours(table: Table, row: Row) -> Iterator[Problem]:
    opens, closes = row.text("opens_at"), row.text("closes_at")
    if bool(opens) != bool(closes):
        fault = "only one of opens_at and closes_at is given"
        yield table.problem(row, "closes_at", fault, "write both or none")
    elif opens and time.fromisoformat(opens) >= time.fromisoformat(closes):
        yield table.problem(row, "closes_at", "closes_at is not after opens_at", "write a later time")


def _check_alone(table: Table, by_calendar: dict[str, list[Row]]) -> Iterator[Problem]:
    before: list[Row] = []
    for rows in by_calendar.values():
        pairs = ((row, other) for row in rows for other in before if row.overlaps(other))
        row, other = next(pairs, (None, None))
        if row and other:
            fault = f"the calendar {other.text('calendar_id')!r} (row {other.line}) is valid at the same time"
            yield table.problem(row, "calendar_id", fault, "keep one or end one before the other begins")
        before += rows


def _is_open(row: Row) -> bool:
    return bool(row.text("weekday") and row.text("opens_at"))


def check_job_titles(rules: Ruleset) -> Iterator[Problem]:
    """Problems of job_titles: a keyword that says nothing."""
    table = rules["job_titles"]
    for row in table.rows:
        if not row.text("seniority") and not row.text("department"):
            yield table.problem(
                row,
                "seniority",
                "the keyword gives neither seniority nor department",
                "write one",
            )
