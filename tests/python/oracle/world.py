"""Everything known on one date: who is who, which events count, which profile and overrides are visible."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .attributes import Profile, build_profile, first_seen, newest
from .days import day_of
from .engagement import History
from .facts import Facts, Row
from .hygiene import Event, Tolerances, cleanse
from .identity import Identity, deleted, identify
from .lifecycle import Purchases, nps_by_lead, purchases_by_lead
from .rules import Seeds


@dataclass(frozen=True)
class Inputs:
    """What every score is a function of, beside the date."""

    facts: Facts
    rules: Seeds
    mappings: Seeds
    tolerances: Tolerances = field(default_factory=Tolerances)


@dataclass(frozen=True)
class World:
    """The facts visible on known_on, worked out once. Leads are those with a profile that are not merged away."""

    known_on: date
    identity: Identity
    events: list[Event]
    leads: dict[str, Row]
    profiles: dict[str, Profile]
    first_seen_on: dict[str, date]
    histories: dict[str, History]
    overrides: dict[str, list[Row]]
    purchases: dict[str, Purchases]
    nps: dict[str, int]

    def history(self, lead_id: str) -> History:
        """The counted events of a lead, an empty history when there are none."""
        return self.histories.get(lead_id) or History([])

    def override_points(self, lead_id: str, dimension: str, as_of: date) -> list[tuple[str, Decimal]]:
        """Override id and points of the overrides of one dimension with starts_on <= as_of < expires_on."""
        return [
            (str(row["override_id"]), Decimal(str(row["points"])))
            for row in self.overrides.get(lead_id, ())
            if row["dimension"] == dimension and row["starts_on"] <= as_of < row["expires_on"]
        ]


def know(inputs: Inputs, known_on: date) -> World:
    """Work out the world of one date."""
    facts = inputs.facts
    identity = identify(facts, known_on)
    agents = [*inputs.mappings.rows("machine_user_agents"), *inputs.mappings.rows("crawler_user_agents")]
    events = cleanse(facts, identity, inputs.rules, agents, known_on, inputs.tolerances)
    rows = facts.visible("leads", known_on)
    leads = {lead: row for lead, row in newest(rows, "leads", "lead_id").items() if lead not in identity.merges}
    accounts = newest(facts.visible("accounts", known_on), "accounts", "account_id")
    counted: dict[str, list[Event]] = {}
    for event in events:
        if event.outcome == "counted" and event.lead_id is not None:
            counted.setdefault(event.lead_id, []).append(event)
    overrides: dict[str, list[Row]] = {}
    told = facts.visible("score_overrides", known_on)
    taken_back = deleted(told, "override_id")
    for row in told:
        if row.get("deleted_at") or (row["override_id"] and row["override_id"] in taken_back):
            continue
        overrides.setdefault(identity.survivor(row["lead_id"]), []).append(row)
    return World(
        known_on=known_on,
        identity=identity,
        events=events,
        leads=leads,
        profiles={
            lead_id: build_profile(row, accounts.get(row.get("account_id") or "", {}), inputs.mappings, known_on)
            for lead_id, row in leads.items()
        },
        first_seen_on={lead_id: day_of(moment) for lead_id, moment in first_seen(rows).items()},
        histories={lead_id: History(own) for lead_id, own in counted.items()},
        overrides=overrides,
        purchases=purchases_by_lead(facts, identity, known_on),
        nps=nps_by_lead(facts, identity, inputs.rules, known_on),
    )
