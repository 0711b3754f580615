"""The days of the business: where one ends and which one a moment lies on, in a time zone of one's choice, by Python's own tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

_ZONE: ContextVar[ZoneInfo | None] = ContextVar("zone", default=None)


@contextmanager
def counting_days_in(zone: str) -> Iterator[None]:
    """Within it every day is one of this time zone; elsewhere they are days of UTC."""
    before = _ZONE.set(None if zone == "UTC" else ZoneInfo(zone))
    try:
        yield
    finally:
        _ZONE.reset(before)


def day_of(moment: datetime) -> date:
    """The day on which a moment (UTC, without zone) lies."""
    zone = _ZONE.get()
    return moment.date() if zone is None else moment.replace(tzinfo=timezone.utc).astimezone(zone).date()


def start_of(day: date) -> datetime:
    """The first moment (UTC, without zone) of a day. A clock may show midnight twice or, going forward, not at all."""
    zone = _ZONE.get()
    if zone is None:
        return datetime.combine(day, time())
    both = (datetime.combine(day, time(), zone).replace(fold=fold) for fold in (0, 1))
    moments = sorted(local.astimezone(timezone.utc).replace(tzinfo=None) for local in both)
    return next((moment for moment in moments if day_of(moment) == day), moments[-1])


def end_of(day: date) -> datetime:
    """The first moment after a day."""
    return start_of(day + timedelta(days=1))
