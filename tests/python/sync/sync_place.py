"""A small published file, written by hand, with destinations beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from leads.base.settings import Settings
from leads.base.warehouse import connect, sync_state_of
from leads.publish import durable
from leads.publish.layout import ANALYSTS, Layout
from leads.sync.destination import read_destination
from leads.sync.plan import Choice
from leads.sync.run import Done
from leads.sync.run import sync as carry_out

TOKEN = "pat-eu1-canary-0f6d1c52"
FIELDS = {"lead_score": "lead_score", "lead_stage": "stage", "lead_answer_due_at": "due_at", "lead_is_hot": "is_hot"}
PATIENT = {"attempts": 4, "first_seconds": 0, "longest_seconds": 5, "answer_seconds": 5}
FAST = {"requests": 100000, "seconds": 1}


@dataclass(frozen=True)
class Lead:
    """One row of a payload."""

    lead_id: str | None
    score: float | None = 50
    stage: str | None = "known"
    due_at: str | None = None
    is_hot: bool = False


class Place:
    """A warehouse that need not exist, since a sync reads only what is published of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "destinations").mkdir(parents=True)
        self.settings = Settings(folder / "leads.duckdb", folder / "rules", None, project_dir=folder)
        self.layout = Layout(self.settings.warehouse)
        self.generation = 0

    def publish(self, leads: Iterable[Lead], ruleset: str = "r1", model: str = "contacts") -> None:
        """Serve a new generation with these rows; earlier ones are kept."""
        self.generation += 1
        path = self.layout.file_in(self.layout.generation(self.generation), ANALYSTS)
        path.parent.mkdir(parents=True)
        rows = list(leads)
        columns = [[getattr(row, name) for row in rows] for name in ("lead_id", "score", "stage", "due_at", "is_hot")]
        with duckdb.connect(str(path)) as con:
            con.execute("create schema activation; create schema marts")
            con.execute(
                f"create table activation.{model} as select unnest($1::varchar[]) as lead_id, "
                "unnest($2::decimal(5, 2)[]) as lead_score, unnest($3::varchar[]) as stage, "
                "unnest($4::timestamp[]) as due_at, unnest($5::boolean[]) as is_hot",
                columns,
            )
            con.execute(
                "create table marts.lead_scores as select $1 as lead_id, $2 as ruleset_version", ["any", ruleset]
            )
            con.execute("create table main.publication as select $1::bigint as generation", [self.generation])
        durable.serve(path, self.layout.served(ANALYSTS))

    def write_destination(self, name: str, **settings: Any) -> None:
        """Write destinations/NAME.yml."""
        given = {"model": "contacts", "fields": FIELDS, **settings}
        (self.folder / "destinations" / f"{name}.yml").write_text(
            yaml.safe_dump(given, sort_keys=False), encoding="utf-8"
        )

    def hubspot(self, base_url: str, **more: Any) -> None:
        """Write destinations/hubspot.yml for a stand-in."""
        settings = {"mode": "upsert", "key": "lead_key", "patience": PATIENT, "limits": FAST, **more}
        self.write_destination("hubspot", kind="hubspot", base_url=base_url, **settings)

    def sync(self, name: str = "hubspot", is_forced: bool = False, **choice: Any) -> Done:
        """Run it in this process."""
        return carry_out(self.settings, read_destination(self.settings, name), Choice(**choice), is_forced)

    def state(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the state."""
        with connect(sync_state_of(self.settings.warehouse), read_only=True) as con:
            return list(con.execute(query).fetchall())


def properties(lead: Lead) -> dict[str, str]:
    """What HubSpot holds of a lead in the end."""
    score = "" if lead.score is None else f"{lead.score:.2f}".rstrip("0").rstrip(".")
    due = "" if lead.due_at is None else lead.due_at.replace(" ", "T") + "Z"
    return {
        "lead_key": str(lead.lead_id),
        "lead_score": score,
        "lead_stage": lead.stage or "",
        "lead_answer_due_at": due,
        "lead_is_hot": "true" if lead.is_hot else "false",
    }
