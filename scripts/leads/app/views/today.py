"""Today: whom to call first, why, what to say, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from html import escape

import streamlit as st

from leads.app.formats import zone_of
from leads.app.statements import statements
from leads.app.tables import Column, download, show_pages, turn
from leads.app.url import asked_number, asked_of, link, remember
from leads.app.views.words import in_words
from leads.app.visit import Visit
from leads.base import clock
from leads.base.console import count, words
from leads.base.marts import Row

CARDS = 12
NOBODY = ""
EVERYBODY = "everybody"
# Older scores are looked at as of their own day: a clock of today would say nothing about them.
FRESH = timedelta(days=4)


def show(visit: Visit) -> None:
    """The queue of one salesperson or of all, as cards that a phone shows as well."""
    head = st.container()
    owners = {row["owner_id"]: row["leads"] for row in visit.served.rows("today", "owners")}
    owner = _owner(owners)
    totals = visit.served.row("today", "totals", owner=owner)
    with head:
        visit.head(_title(totals), _of_clock(visit))
    if not totals["leads"]:
        visit.nothing(
            "Nobody is waiting for sales.", "Look at Model for who is close, or at Rules for what makes a lead ready."
        )
    else:
        _queue(visit, owner)
    _cold(visit)


def _title(totals: Row) -> str:
    told = [f"{totals['leads']:,} to work"]
    if totals["promised"]:
        told.append(f"{count(totals['promised'], 'promise')} to keep")
    if totals["overdue"]:
        told.append(f"{totals['overdue']:,} overdue")
    return ", ".join(told)


def _owner(owners: dict[str, int]) -> str | None:
    """Whose queue: as the address or the choice has it; None for everybody's."""
    if len(owners) < 2:
        return None
    choices = [EVERYBODY, *owners]
    wanted = asked_of("owner", ["nobody", *owners])
    wanted = NOBODY if wanted == "nobody" else wanted
    at = choices.index(wanted) if wanted in choices else 0
    chosen = st.selectbox(
        "Whose leads",
        choices,
        index=at,
        format_func=lambda name: f"{name or 'nobody yet'} ({owners[name]:,})" if name in owners else "everybody",
        width=320,
    )
    remember(owner=None if chosen == EVERYBODY else chosen or "nobody")
    return None if chosen == EVERYBODY else str(chosen)


def _queue(visit: Visit, owner: str | None) -> None:
    query = statements("today")["queue"]
    number = asked_number("page")
    rows, total = visit.served.page_of(query, (number - 1) * CARDS, CARDS, owner=owner)
    last = (total - 1) // CARDS + 1
    number = min(number, last)
    reasons = _reasons(visit, rows)
    cards = "".join(_card(visit, row, reasons[row["lead_id"]]) for row in rows)
    visit.section("In the order to work them", "sales_queue", "mql_sla")
    st.html(f'<ol class="cards">{cards}</ol>')
    first = (number - 1) * CARDS
    turn(visit, "page", number, last, f"{first + 1:,} to {first + len(rows):,} of {visit.formats.number(total)}")
    download(visit, "sales queue", query, "queue", owner=owner)


def _reasons(visit: Visit, rows: list[Row]) -> dict[str, list[str]]:
    """Of each lead the three reasons in words; without personal data the rules that gave most."""
    if visit.is_personal:
        return {row["lead_id"]: [row[f"top_reason_{n}"] for n in (1, 2, 3) if row[f"top_reason_{n}"]] for row in rows}
    leads = tuple(row["lead_id"] for row in rows)
    found = visit.served.rows("today", "rules_that_gave_most", leads=leads)
    named = {row["lead_id"]: [in_words(visit, rule) for rule in row["rule_ids"]] for row in found}
    return {lead: named.get(lead, []) for lead in leads}


def _card(visit: Visit, row: Row, reasons: list[str]) -> str:
    shown = visit.formats
    kind = "late" if row["sla_status"] == "overdue" else "soon" if row["sla_status"] == "open" else "calm"
    company = f" · {escape(row['account_name'])}" if row["account_name"] else ""
    name = row["lead_id"] if visit.is_personal else row["lead_id"][:8]
    lines = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return (
        f'<li class="card {kind}"><h3>{row["queue_position"]}. <a href="{escape(link("lead", lead=row["lead_id"]))}" '
        f'target="_self">{escape(name)}</a>{company}</h3>'
        f"<p>{escape(_promise(visit, row))}</p>"
        f'<p class="do">{escape(words(row["recommended_action"]))}</p>'
        f"<p>Score {shown.points(row['lead_score'])} · grade {escape(row['fit_grade'] or '-')} · "
        f"band {row['engagement_band'] or '-'} · {escape(words(row['trend']))}</p><ul>{lines}</ul></li>"
    )


def _promise(visit: Visit, row: Row) -> str:
    """The clock of the promise in words."""
    due, status = row["due_at"], row["sla_status"]
    if due is None or status not in ("open", "overdue"):
        answered = {"met": "Answered in time", "breached": "Answered too late"}
        return answered.get(str(status), f"{words(row['hand_over_kind']).capitalize()}, no promise to keep")
    left = due - _clock(visit)
    if left < timedelta(0):
        return f"Overdue by {_span(-left)}: was due {visit.formats.moment(due)}"
    return f"{_span(left)} left: answer by {visit.formats.moment(due)}"


def _clock(visit: Visit) -> datetime:
    """Now (UTC) while the scores are fresh, else the end of their day."""
    end, now = _end_of_day(visit), clock.now()
    return now if timedelta(0) <= now - end <= FRESH else end


def _end_of_day(visit: Visit) -> datetime:
    """The moment (UTC) at which the day of the scores ends where the business counts its days."""
    after = visit.served.as_of_date + timedelta(days=1)
    local = datetime.combine(after, datetime.min.time(), zone_of(visit.settings.time_zone))
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def _of_clock(visit: Visit) -> str:
    is_past = _clock(visit) == _end_of_day(visit)
    return "Clocks count from the end of that day." if is_past else "Clocks count from now."


def _span(time: timedelta) -> str:
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    if hours >= 48:
        return count(hours // 24, "day")
    return f"{hours} h {minutes:02} min"


def _cold(visit: Visit) -> None:
    visit.section("Who goes cold if nothing happens", "going_cold")
    show_pages(
        visit,
        "Leads that leave their band, the most active first",
        statements("today")["going_cold"],
        [
            Column("lead_id", "Lead", link=lambda row: link("lead", lead=row["lead_id"])),
            Column("account_name", "Company"),
            Column("lead_score", "Score", visit.formats.points, is_number=True),
            Column("fit_grade", "Grade"),
            Column("engagement_band", "Band", is_number=True),
            Column("next_band", "Falls to", is_number=True),
            Column("leaves_band_on", "On"),
            Column("days_left", "Days left", is_number=True),
        ],
        "cold",
        ("Nobody leaves a band in the days looked ahead.", "There is nothing to do."),
        size=10,
    )
