"""What is said about the days ahead and behind, in memory beside the independent calculation of the same facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from crowded_world import LAST_DATE
from leads.base.warehouse import connect
from oracle.facts import COLUMNS, Facts, fetch_facts
from oracle.fit import band, scale
from oracle.ledger import LedgerRow, total
from oracle.rules import Seeds, active_model, number
from oracle.score import Scorer
from oracle.world import Inputs, World, know
from road import MAPPINGS, Road

Rows = list[dict[str, Any]]
DAY = timedelta(days=1)


@dataclass
class Ahead:
    """The marts of the last date under one set of rules, and the independent calculation of the same facts."""

    road: Road
    inputs: Inputs
    cold: Rows
    moved: Rows
    activities: dict[str, dict[str, Any]]

    @cached_property
    def now(self) -> Scorer:
        return Scorer(self.inputs, LAST_DATE)

    def rows_on(self, lead_id: str, day: date, world: World | None = None) -> list[LedgerRow]:
        """The engagement ledger of a lead on a day, from what is known today."""
        return self.now.engagement_rows(lead_id, world or self.now.now, day)

    def band_on(self, lead_id: str, day: date) -> str | None:
        """The band of a day if nothing happens; on a day without an active model that of the last one with it."""
        audience = self.now.now.profiles[lead_id].audience
        while (model := active_model(self.inputs.rules, audience, day)) is None:
            day -= DAY
        return band(total(self.rows_on(lead_id, day)), self.inputs.rules, day, model.get("model_id"))

    def model_id(self, lead_id: str) -> str | None:
        """The model that scores a lead today."""
        found: str | None = self.now.score(lead_id)["model_id"]
        return found

    def bounds(self, lead_id: str) -> list[Decimal]:
        """The lower bounds of the bands that its model has today."""
        rows = scale("bands", self.inputs.rules, LAST_DATE, self.model_id(lead_id))
        return [number(row, "lower_bound") or Decimal(0) for row in rows]

    def after(self, event_type: str) -> World:
        """What would be known if each lead did one thing more, late today."""
        moment = datetime.combine(LAST_DATE, time(23, 59, 59))
        new = {"event_type": event_type, "occurred_at": moment, "loaded_at": moment}
        added = [
            dict.fromkeys(COLUMNS["events"]) | new | {"event_id": f"new {lead_id}", "lead_id": lead_id}
            for lead_id in self.now.now.leads
        ]
        tables = dict(self.inputs.facts.tables)
        tables["events"] = [*tables["events"], *added]
        return know(replace(self.inputs, facts=Facts(tables)), LAST_DATE)


def read(road: Road) -> Ahead:
    """Take everything into memory, so that the warehouse can be built again."""
    with connect(road.settings.warehouse, read_only=True) as con:
        inputs = Inputs(fetch_facts(con), Seeds.read(road.settings.rules), Seeds.read(MAPPINGS))

        def rows(query: str) -> Rows:
            cursor = con.execute(query)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        activities = rows(
            "select lead_id, next_band, points_to_next_band, next_band_activity"
            " from intermediate.int_next_activities inner join intermediate.int_leads_keyed using (lead_key)"
        )
        return Ahead(
            road,
            inputs,
            rows("select * from marts.going_cold order by lead_id"),
            rows("select * from marts.lead_score_changes order by lead_id, from_date"),
            {row["lead_id"]: row for row in activities},
        )
