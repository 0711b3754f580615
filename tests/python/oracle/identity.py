"""Whose event it is: merges, anonymous ids and e-mail addresses as known on a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from .attributes import newest
from .days import day_of
from .facts import Facts, Row, told_on


@dataclass(frozen=True)
class Identity:
    """Who is who on a date.

    merges: merged lead -> next lead, circles cut. links: anonymous id -> lead. emails: e-mail key -> (first date, lead) of each
    holder, the earliest first. leads: those with a profile.
    """

    merges: dict[str, str]
    links: dict[str, str]
    emails: dict[str, list[tuple[date, str]]]
    leads: frozenset[str]

    def survivor(self, lead_id: str) -> str:
        """The lead at the end of the chain of merges."""
        while lead_id in self.merges:
            lead_id = self.merges[lead_id]
        return lead_id

    def holder(self, email: str, day: date) -> str | None:
        """Whose address it was on a day; before its first holder it is theirs."""
        holders = self.emails.get(email, [])
        held = [lead for since, lead in holders if since <= day]
        return held[-1] if held else (holders[0][1] if holders else None)

    def resolve(self, event: Row) -> tuple[str | None, str]:
        """The lead of an event, or None with the reason; the first present of the three ids decides."""
        if event["lead_id"]:
            lead, missing = event["lead_id"], "unknown_lead"
        elif event["anonymous_id"]:
            lead, missing = self.links.get(event["anonymous_id"]), "unlinked_anonymous_id"
        elif key := email_key(event["email"]):
            lead, missing = self.holder(key, day_of(event["occurred_at"])), "unknown_email"
        else:
            return None, "no_identifier"
        lead = self.survivor(lead) if lead else None
        return (lead, "resolved") if lead in self.leads else (None, missing)


def email_key(email: str | None) -> str | None:
    """Trimmed, lower case; None when nothing is left."""
    return (email or "").strip().lower() or None


def identify(facts: Facts, known_on: date) -> Identity:
    """Read the visible profiles, links and merges; in each case the earliest word stands that was not taken back."""
    profiles = facts.visible("leads", known_on)
    links: dict[str, str] = {}
    told = standing(facts.visible("identity_links", known_on), ("anonymous_id", "lead_id"))
    for row in sorted(told, key=itemgetter("linked_at", "lead_id")):
        links.setdefault(row["anonymous_id"], row["lead_id"])
    known = frozenset(row["lead_id"] for row in profiles if not row.get("deleted_at"))
    return Identity(_merges(facts, known_on), links, _holders(profiles), known)


def standing(rows: list[Row], thing: tuple[str, ...]) -> list[Row]:
    """The rows of things that their last word does not take back, those that take back aside. Of rows of one moment the
    taking back is last."""
    gone: dict[tuple[str, ...], bool] = {}
    for row in sorted(rows, key=lambda row: (told_on(row), row["loaded_at"], row.get("deleted_at") is not None)):
        gone[tuple(row[name] for name in thing)] = row.get("deleted_at") is not None
    return [row for row in rows if not row.get("deleted_at") and not gone[tuple(row[name] for name in thing)]]


def deleted(rows: list[Row], name: str) -> set[str]:
    """Those whose newest row says that the source deleted them."""
    last: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (row["loaded_at"], row.get("deleted_at") is not None)):
        last[row[name]] = row
    return {key for key, row in last.items() if row.get("deleted_at")}


def _merges(facts: Facts, known_on: date) -> dict[str, str]:
    """The earliest merge of each lead; of a circle without its latest (ties: the largest merged lead)."""
    told = standing(facts.visible("lead_merges", known_on), ("merged_lead_id", "surviving_lead_id"))
    merges: dict[str, str] = {}
    moments: dict[str, Any] = {}
    for row in sorted(told, key=itemgetter("merged_at", "surviving_lead_id")):
        if row["merged_lead_id"] != row["surviving_lead_id"] and row["merged_lead_id"] not in merges:
            merges[row["merged_lead_id"]] = row["surviving_lead_id"]
            moments[row["merged_lead_id"]] = row["merged_at"]
    for lead in sorted(merges):
        circle, at = [lead], merges.get(lead)
        while at is not None and at not in circle:
            circle.append(at)
            at = merges.get(at)
        if at == lead:
            merges.pop(max(circle, key=lambda one: (moments[one], one)))
    return merges


def _holders(profiles: list[Row]) -> dict[str, list[tuple[date, str]]]:
    """For each address who held it since when: the lead whose profile of the day has it, of several the first that had it ever.
    Who gave it up keeps it until the profile of another has it."""
    first: dict[tuple[str, str], Any] = {}
    days: dict[date, list[Row]] = {}
    for row in sorted(profiles, key=itemgetter("loaded_at")):
        days.setdefault(told_on(row), []).append(row)
        if (key := email_key(row.get("email"))) and not row.get("deleted_at"):
            first.setdefault((key, row["lead_id"]), row["loaded_at"])
    holders: dict[str, list[tuple[date, str]]] = {}
    now: dict[str, str | None] = {}
    for day in sorted(days):
        told = newest(days[day], "leads", "lead_id")
        now |= {row["lead_id"]: None for row in days[day]}
        now |= {lead: email_key(row.get("email")) for lead, row in told.items()}
        having: dict[str, list[str]] = {}
        for lead, key in now.items():
            if key:
                having.setdefault(key, []).append(lead)
        for key, leads in having.items():
            holder = min(leads, key=lambda lead: (first[key, lead], lead))
            if not holders.get(key) or holders[key][-1][1] != holder:
                holders.setdefault(key, []).append((day, holder))
    return holders
