"""Business hours of the models against hours added up day by day in plain Python, over many calendars and time zones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from road import Road

AS_OF = date(2027, 2, 12)
END = datetime(2027, 2, 13)
UTC = ZoneInfo("UTC")
# Each zone begins its own calendar; the newest one is the smallest id, so that it counts from its first day on.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Auckland",
    "UTC",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Los_Angeles",
)
TARGETS = {"sales": Decimal("8"), "nudge": Decimal("0.25"), "nurture": Decimal("40"), "dismiss": Decimal("77.77")}
REQUEST_TARGETS = {**TARGETS, "sales": Decimal("0.4")}
Hours = list[tuple[time, time]]


@dataclass(frozen=True)
class Calendar:
    """Hours of weekdays (0 Monday) and of days that depart from them, on the clock of a zone, from a date on."""

    calendar_id: str
    zone: str
    valid_from: date
    weekdays: dict[int, Hours]
    holidays: dict[date, Hours]

    def openings(self, first: date) -> Iterator[tuple[datetime, datetime]]:
        """Opening intervals in UTC, day after day."""
        day = max(first, self.valid_from)
        while True:
            for hours in self.holidays.get(day, self.weekdays.get(day.weekday(), [])):
                opens_at, closes_at = (
                    datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC).replace(tzinfo=None) for at in hours
                )
                yield opens_at, closes_at
            day += timedelta(days=1)

    def due_at(self, started_at: datetime, hours: Decimal) -> datetime:
        """When so many hours have passed since the start."""
        left = timedelta(seconds=int(hours * 3600))
        for opens_at, closes_at in self.openings(started_at.date() - timedelta(days=2)):
            open_for = closes_at - max(opens_at, started_at)
            if left <= open_for:
                return max(opens_at, started_at) + left
            left -= max(open_for, timedelta(0))
        raise AssertionError("a calendar never ends")

    def hours_between(self, started_at: datetime, ended_at: datetime) -> Decimal:
        """Hours open between two moments."""
        seconds = 0.0
        for opens_at, closes_at in self.openings(started_at.date() - timedelta(days=2)):
            if opens_at >= ended_at:
                return round(Decimal(int(seconds)) / 3600, 6)
            seconds += max(0.0, (min(closes_at, ended_at) - max(opens_at, started_at)).total_seconds())
        raise AssertionError("a calendar never ends")


@dataclass(frozen=True)
class HandOver:
    """A lead handed over, and the answer of sales."""

    lead_id: str
    segment: str
    entered_on: date
    is_current: bool
    answered_at: datetime | None
    raised_at: datetime | None

    @property
    def started_at(self) -> datetime:
        """The moment of the request, else the end of the date."""
        return self.raised_at or datetime.combine(self.entered_on + timedelta(days=1), time())

    @property
    def hours(self) -> Decimal:
        """What is promised."""
        return (REQUEST_TARGETS if self.raised_at else TARGETS)[self.segment]


def some_hours(chance: random.Random) -> Hours:
    """One opening, or two with a break, between 05:00 and 23:00 in quarters of an hour."""
    ends = sorted(chance.sample(range(20, 92), chance.choice((2, 4))))
    times = [time(quarter // 4, quarter % 4 * 15) for quarter in ends]
    return list(zip(times[::2], times[1::2], strict=True))


def some_calendars(chance: random.Random) -> list[Calendar]:
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(900)]
    return [
        Calendar(
            calendar_id=f"calendar_{len(ZONES) - number}",
            zone=zone,
            valid_from=date(2025, 1, 1) + timedelta(days=110 * number),
            weekdays={day: some_hours(chance) for day in chance.sample(range(7), 5)},
            holidays={day: chance.choice(([], some_hours(chance))) for day in chance.sample(days, 60)},
        )
        for number, zone in enumerate(ZONES)
    ]


def calendar_of(calendars: list[Calendar], day: date) -> Calendar:
    return min((one for one in calendars if one.valid_from <= day), key=lambda one: one.calendar_id)


def some_hand_overs(chance: random.Random, calendars: list[Calendar], count: int) -> list[HandOver]:
    """Random ones; of the answers a third comes exactly when due, before or after, the rest at any time or never."""
    made = []
    for number in range(count):
        entered_on = date(2025, 1, 2) + timedelta(days=chance.randrange((AS_OF - date(2025, 1, 1)).days))
        segment = chance.choice(list(TARGETS))
        raised_at = datetime.combine(entered_on, time()) + timedelta(seconds=chance.randrange(86_400))
        asked = HandOver(
            f"lead_{number}", segment, entered_on, chance.random() < 0.5, None, chance.choice((None, raised_at))
        )
        due_at = calendar_of(calendars, entered_on).due_at(asked.started_at, asked.hours)
        answered_at = chance.choice(
            (
                due_at + timedelta(seconds=chance.choice((-1, 0, 1))),
                asked.started_at + timedelta(seconds=chance.randrange(-86400, 20 * 86400)),
                None,
            )
        )
        if answered_at and not datetime.combine(entered_on, time()) <= answered_at < END:
            answered_at = None
        made.append(replace(asked, answered_at=answered_at))
    return made


def literal(value: object) -> str:
    return "null" if value is None else f"'{value}'"


def table(name: str, columns: str, rows: list[tuple[object, ...]]) -> str:
    """A statement that makes a table as its owner would: columns with their types, then the rows."""
    values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
    return f"create or replace table {name} ({columns}); insert into {name} values {values}"


def calendar_rows(calendars: list[Calendar]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for one in calendars:
        days: list[tuple[int | None, date | None, Hours]] = [(day + 1, None, at) for day, at in one.weekdays.items()]
        days += [(None, day, at) for day, at in one.holidays.items()]
        for weekday, holiday_on, hours in days:
            if not hours:
                rows.append((one.calendar_id, one.zone, weekday, holiday_on, None, None, one.valid_from, None))
            for opens_at, closes_at in hours:
                rows.append((one.calendar_id, one.zone, weekday, holiday_on, opens_at, closes_at, one.valid_from, None))
    return rows


def expected(calendars: list[Calendar], one: HandOver) -> tuple[object, ...]:
    calendar = calendar_of(calendars, one.entered_on)
    due_at = calendar.due_at(one.started_at, one.hours)
    used = calendar.hours_between(one.started_at, max(one.started_at, one.answered_at or END))
    if one.answered_at:
        status = "met" if one.answered_at <= due_at else "breached"
    elif due_at >= END:
        status = "open"
    else:
        status = "overdue" if one.is_current else "breached"
    return one.lead_id, due_at, used, status


@pytest.mark.parametrize("seed", [1])
def test_deadlines_and_hours_are_those_added_up_by_hand(road: Road, seed: int) -> None:
    chance = random.Random(seed)
    calendars = some_calendars(chance)
    hand_overs = some_hand_overs(chance, calendars, 600)
    road.execute(
        *(f"create schema if not exists {name}" for name in ("rules", "marts", "intermediate")),
        table("rules.funnel_stages", "stage varchar, is_hand_over boolean", [("mql", True)]),
        table(
            "rules.sla_targets",
            "sla_id varchar, segment varchar, business_hours decimal(9, 2), hand_raise_hours decimal(9, 2), valid_from date, valid_to date",
            [
                (one, one, hours, "0.4" if one == "sales" else None, "2000-01-01", None)
                for one, hours in TARGETS.items()
            ],
        ),
        table(
            "rules.business_calendar",
            "calendar_id varchar, time_zone varchar, weekday integer, holiday_on date, opens_at varchar, closes_at varchar, valid_from date, valid_to date",
            calendar_rows(calendars),
        ),
        table(
            "intermediate.int_stage_history",
            "stage varchar, entered_on date",
            [("mql", o.entered_on) for o in hand_overs],
        ),
        table(
            "intermediate.int_hand_overs",
            "lead_id varchar, cycle_no integer, stage varchar, segment varchar, is_current boolean, entered_on date, "
            "raised_at timestamp, started_at timestamp",
            [
                (o.lead_id, 1, "mql", o.segment, o.is_current, o.entered_on, o.raised_at, o.started_at)
                for o in hand_overs
            ],
        ),
        table(
            "intermediate.int_hand_over_responses",
            "lead_id varchar, cycle_no integer, owner_id varchar, response_type varchar, first_response_at timestamp",
            [(o.lead_id, 1, None, o.answered_at and "contacted", o.answered_at) for o in hand_overs],
        ),
    )
    road.dbt("run", AS_OF, "--select", "int_business_hours", "int_sla_clocks", "mql_sla")
    found = road.rows("select lead_id, due_at, business_hours_used, status from marts.mql_sla")
    assert len({row[3] for row in found}) == 4
    assert sorted(found) == sorted(expected(calendars, one) for one in hand_overs)
