"""What the templates say of a row: who it is, why, until when."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytz

from leads.base.console import count, day, points, words
from leads.base.marts import Row
from leads.digest.news import SHORT, News


class Words:
    """The words of one digest: how people are called depends on whether it may be personal."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._zone = pytz.timezone(news.time_zone)

    def lead(self, row: Row) -> str:
        """The lead: its id, or the first digits of its hash in BI."""
        return f"Lead {self._shown(row['lead_id'])}"

    def owner(self, row: Row) -> str:
        """Whose it is."""
        return f"owner {self._shown(row['owner_id'])}" if row.get("owner_id") else "no owner"

    def why(self, row: Row) -> list[str]:
        """Why a lead was handed over: what led to it, then its largest reasons."""
        reasons = [
            reason if isinstance(reason, str) else f"{words(reason['name'])} ({signed(reason['points'])})"
            for reason in row["reasons"] or []
        ]
        cause = row["entry_reason"] or words(row["entry_signal"])
        return reasons if any(reason.startswith(cause) for reason in reasons) else [cause, *reasons]

    def moved(self, row: Row) -> str:
        """The parts of a change, the largest first."""
        parts = sorted(row["parts"], key=lambda part: -abs(part["points"]))
        return ", ".join(f"{part['part']} {signed(part['points'])}" for part in parts) or "parts that cancel out"

    def moment(self, at: datetime | None) -> str:
        """A moment (UTC) as the clock of the business shows it."""
        if at is None:
            return "-"
        local = at.replace(tzinfo=timezone.utc).astimezone(self._zone)
        return local.strftime("%a %d %b, %H:%M")

    def refused(self, row: Row) -> str:
        """What was refused, and where."""
        number = count(row["row_count"], "row")
        if row["kind"] == "file":
            of = f", column {row['what']}" if row["what"] else ""
            return f"{number} of {row['place']} did not fit when loaded{of}"
        if row["kind"] == "input":
            return f"{number} of {row['place']}: {words(row['reason'])} in {row['what']}"
        return f"{count(row['row_count'], 'lead')} rejected by {row['place']}: {row['reason'] or 'no reason given'}"

    def _shown(self, key: Any) -> str:
        return str(key) if self._news.is_personal else str(key)[:SHORT]


def signed(value: Decimal) -> str:
    """Points with their sign and one decimal."""
    return points(value, signed=True)


def change(now: int, before: int) -> str:
    """How a count differs from that of the week before."""
    return "as before" if now == before else f"{now - before:+,}"


def number(value: int) -> str:
    """A whole number, grouped."""
    return f"{value:,}"


HELPERS = {
    "number": number,
    "signed": signed,
    "change": change,
    "points": points,
    "words": words,
    "day": day,
    "count": count,
}
