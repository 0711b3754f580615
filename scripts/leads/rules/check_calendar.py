"""Business calendar, service levels and job titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from zoneinfo import available_timezones

from leads.rules.check_validity import overlaps
from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset


def check_calendar(rules: Ruleset) -> Iterator[Problem]:
    """Problems of business_calendar: zone; weekday and holiday both or neither; hours; a calendar never open."""
    table = rules["business_calendar"]
    zones = available_timezones()
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
        if bool(row.text("opens_at")) != bool(row.text("closes_at")):
            yield table.problem(
                row,
                "closes_at",
                "only one of opens_at and closes_at is given",
                "write both or none",
            )
        elif row.text("opens_at") and row.text("opens_at") >= row.text("closes_at"):
            yield table.problem(
                row,
                "closes_at",
                "closes_at is not after opens_at",
                "write a later time",
            )
    for calendar_id, rows in by_calendar.items():
        if not any(row.text("weekday") and row.text("opens_at") for row in rows):
            fault = f"the calendar {calendar_id!r} is never open"
            yield table.problem(rows[0], "opens_at", fault, "give a weekday its hours")


def check_service_levels(rules: Ruleset) -> Iterator[Problem]:
    """Problems of sla_targets: two targets for one segment at the same time."""
    table = rules["sla_targets"]
    for segment in dict.fromkeys(row.text("segment") for row in table.rows):
        rows = [row for row in table.rows if row.text("segment") == segment]
        yield from overlaps(table, rows, "segment", "another target for the segment")


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
