"""Numbers, dates and moments as the reader writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone, tzinfo
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent

from leads.base.console import words

NOTHING = "-"


@cache
def locale_of(name: str | None) -> Locale:
    """The locale that a browser names, as `de-CH`; British English for one that nobody knows."""
    try:
        return Locale.parse((name or "en-GB").replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale.parse("en_GB")


@cache
def zone_of(name: str | None) -> tzinfo:
    """The time zone that a browser names; UTC for one that nobody knows."""
    try:
        return ZoneInfo(name) if name else timezone.utc
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone.utc


@dataclass(frozen=True)
class Formats:
    """How one reader writes numbers and dates; moments of the tables are UTC and shown in the reader's zone."""

    locale: Locale
    zone: tzinfo = timezone.utc

    def number(self, value: object, digits: int = 0) -> str:
        """A number with this many decimals."""
        if value is None:
            return NOTHING
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(self._exact(value), format=pattern, locale=self.locale))

    def points(self, value: object, signed: bool = False) -> str:
        """Points with one decimal, on demand with their sign."""
        shown = self.number(value, 1)
        return f"+{shown}" if signed and value is not None and round(self._exact(value), 1) > 0 else shown

    def share(self, value: object, digits: int = 0) -> str:
        """A share of 0 to 1 as per cent."""
        if value is None:
            return NOTHING
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + " %"
        return str(format_percent(self._exact(value), format=pattern, locale=self.locale))

    def day(self, value: date | None) -> str:
        """A date."""
        return str(format_date(value, "medium", self.locale)) if value else NOTHING

    def month(self, value: date) -> str:
        """A month with its year."""
        return str(format_skeleton("yMMM", value, locale=self.locale))

    def moment(self, value: datetime | None) -> str:
        """A moment (UTC) by the clock of the reader, with the short weekday."""
        if value is None:
            return NOTHING
        local = value.replace(tzinfo=timezone.utc).astimezone(self.zone)
        return (
            f"{format_skeleton('E', local, locale=self.locale)} {format_datetime(local, 'short', locale=self.locale)}"
        )

    def cell(self, value: object) -> str:
        """Any value of a table."""
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int):
            return self.number(value)
        if isinstance(value, (Decimal, float)):
            return self._trimmed(value)
        return str(value)

    def _trimmed(self, value: Decimal | float) -> str:
        return str(format_decimal(self._exact(value), format="#,##0.######", locale=self.locale))

    @staticmethod
    def _exact(value: object) -> Decimal:
        return value if isinstance(value, Decimal) else Decimal(str(value))


def title(name: str) -> str:
    """A column as a heading: `lead_score` becomes `Lead score`."""
    told = words(name)
    return told[:1].upper() + told[1:]
