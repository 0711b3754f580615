"""Whose event it is: merges, anonymous ids and e-mail addresses as known on a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from .facts import Facts, Row


class MergeCycleError(ValueError):
    """Leads that are merged into each other in a circle; the message names one of them."""


@dataclass(frozen=True)
class Identity:
    """Who is who on a date.

    merges: merged lead -> next lead. links: anonymous id -> lead. emails: e-mail key -> lead. leads: those with a
    profile.
    """

    merges: dict[str, str]
    links: dict[str, str]
    emails: dict[str, str]
    leads: frozenset[str]

    def survivor(self, lead_id: str) -> str:
        """The lead at the end of the chain of merges."""
        seen = {lead_id}
        while lead_id in self.merges:
            lead_id = self.merges[lead_id]
            if lead_id in seen:
                raise MergeCycleError(
                    f"lead_merges: lead {lead_id} is merged into itself over a chain; remove one merge"
                )
            seen.add(lead_id)
        return lead_id

    def resolve(self, event: Row) -> tuple[str | None, str]:
        """The lead of an event, or None with the reason; the first present of the three ids decides."""
        if event["lead_id"]:
            lead, missing = event["lead_id"], "unknown_lead"
        elif event["anonymous_id"]:
            lead, missing = self.links.get(event["anonymous_id"]), "unlinked_anonymous_id"
        elif key := email_key(event["email"]):
            lead, missing = self.emails.get(key), "unknown_email"
        else:
            return None, "no_identifier"
        lead = self.survivor(lead) if lead else None
        return (lead, "resolved") if lead in self.leads else (None, missing)


def email_key(email: str | None) -> str | None:
    """Trimmed, lower case; None when nothing is left."""
    return (email or "").strip().lower() or None


def identify(facts: Facts, known_on: date) -> Identity:
    """Read the visible profiles, links and merges; in each case the earliest word stands."""
    profiles = facts.visible("leads", known_on)
    emails: dict[str, str] = {}
    for row in sorted(profiles, key=itemgetter("loaded_at", "lead_id")):
        if key := email_key(row.get("email")):
            emails.setdefault(key, row["lead_id"])
    links: dict[str, str] = {}
    for row in sorted(facts.visible("identity_links", known_on), key=itemgetter("linked_at", "lead_id")):
        links.setdefault(row["anonymous_id"], row["lead_id"])
    merges: dict[str, str] = {}
    for row in sorted(facts.visible("lead_merges", known_on), key=itemgetter("merged_at", "surviving_lead_id")):
        merges.setdefault(row["merged_lead_id"], row["surviving_lead_id"])
    return Identity(merges, links, emails, frozenset(row["lead_id"] for row in profiles))
