"""What the digest tells, read from what is published by one short connection that only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leads.base.drift import drift_sentences
from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import Row, has_table, read
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.digest import queries
from leads.publish.layout import ANALYSTS, BI, Layout

PEOPLE = 8  # rows of a list; the heading says how many there are
NEEDED = ("sales_queue", "going_cold", "lead_score_changes", "funnel_daily", "sync_rejections")
SHORT = 8  # digits of a keyed hash that a reader can compare


@dataclass(frozen=True)
class News:
    """What changed after `since` up to the date of the published scores. The lists are cut; totals are not.

    drift: a sentence for each model whose probabilities drift has switched off. is_personal: ids and reasons in words are in it, else keyed hashes and rules.
    """

    since: date
    until: date
    generation: int
    published_at: datetime
    time_zone: str
    is_personal: bool
    handed_over: list[Row]
    promises: list[Row]
    cold: list[Row]
    risen: list[Row]
    fallen: list[Row]
    funnel: list[Row]
    rejected: list[Row]
    drift: list[str]

    def total(self, rows: list[Row], name: str = "total") -> int:
        """How many there are in all of a list that is cut."""
        return int(rows[0][name]) if rows else 0


def published_on(settings: Settings) -> tuple[date, int]:
    """As-of date and generation of what is published. Raises LeadsError (NOT_FOUND) when nothing is."""
    served = Layout(settings.warehouse).served(BI)
    if not served.exists():
        raise LeadsError("Nothing is published yet: run `leads build` and `leads publish` first.", ExitCode.NOT_FOUND)
    with connect(served, read_only=True) as con:
        [row] = read(con, "select as_of_date, generation from main.publication")
    return row["as_of_date"], int(row["generation"])


def read_news(settings: Settings, since: date | None, is_personal: bool) -> News:
    """Read the BI file; with is_personal that of the analysts. since: by default the day before the scores.

    Raises LeadsError (NOT_FOUND) when nothing is published, or what is was published by an earlier version.
    """
    published_on(settings)
    with connect(Layout(settings.warehouse).served(ANALYSTS if is_personal else BI), read_only=True) as con:
        missing = [name for name in NEEDED if not has_table(con, "marts", name)]
        if missing:
            raise LeadsError(
                f"What is published has no mart {missing[0]}: run `leads build` and `leads publish`, then this command again.",
                ExitCode.NOT_FOUND,
            )
        [publication] = read(con, "select generation, published_at, as_of_date from main.publication")
        until: date = publication["as_of_date"]
        begin = since or until - timedelta(days=1)
        words = queries.IN_WORDS if is_personal else queries.BY_RULES.format(people="handed")
        handed = queries.HANDED_OVER.format(
            entry_reason="stays.entry_reason" if is_personal else "cast(null as varchar)", reasons=words
        )
        return News(
            since=begin,
            until=until,
            generation=int(publication["generation"]),
            published_at=publication["published_at"],
            time_zone=settings.time_zone,
            is_personal=is_personal,
            handed_over=read(con, handed, since=begin, until=until, people=PEOPLE),
            promises=read(con, queries.PROMISES, people=PEOPLE),
            cold=read(con, queries.GOING_COLD, until=until, people=PEOPLE),
            risen=read(con, queries.MOVERS, until=until, sign=1, people=PEOPLE // 2),
            fallen=read(con, queries.MOVERS, until=until, sign=-1, people=PEOPLE // 2),
            funnel=read(con, queries.FUNNEL, until=until),
            rejected=read(con, queries.REJECTED),
            drift=drift_sentences(con),
        )
