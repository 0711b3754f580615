"""The destinations behind HTTP side by side: a stand-in each, how its file is written, and what it should hold of a lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dynamics_server import DynamicsServer
from hubspot_server import HubSpotServer
from salesforce_server import SalesforceServer
from sync_place import FAST, FIELDS, PATIENT, TOKEN, Lead, Place, properties
from webhook_server import WebhookServer

Server = HubSpotServer | SalesforceServer | DynamicsServer | WebhookServer
STAGES = {"known": 0, "mql": 1}


@dataclass(frozen=True)
class Crm:
    """start: a stand-in. settings: of its file, beside its address. expected: of a lead. batch: rows under way at once."""

    name: str
    start: Callable[[], Server]
    settings: Mapping[str, Any]
    expected: Callable[[Lead], dict[str, Any]]

    def write(self, place: Place, server: Server, **more: Any) -> None:
        """Write its file under its own name."""
        address = {"url" if self.settings["kind"] == "webhook" else "base_url": server.url}
        given = {"patience": PATIENT, "limits": FAST, **self.settings, **address, **more}
        place.write_destination(self.name, **given)

    def held(self, server: Server) -> dict[str, dict[str, Any]]:
        """What the stand-in holds by lead."""
        if isinstance(server, WebhookServer):
            return {
                lead: {name: value for name, value in row.items() if name != "id"} for lead, row in server.rows.items()
            }
        return server.records

    def sent(self, server: Server) -> int:
        """How many rows ever arrived, each as often as it did."""
        return sum(_rows_in(asked.body) for asked in server.asked)

    def created(self, server: Server) -> int:
        """How many records it ever made; a webhook's changes cannot be told apart from them."""
        return len(server.rows) if isinstance(server, WebhookServer) else server.created


def _rows_in(body: Any) -> int:
    if isinstance(body, dict):
        return max((len(value) for value in body.values() if isinstance(value, list)), default=0)
    text = str(body or "")
    return text.count("PATCH /") or max(text.count("\n") - 1, 0)


def _plain(lead: Lead) -> dict[str, Any]:
    return {
        "lead_score": lead.score,
        "lead_stage": lead.stage,
        "lead_answer_due_at": None if lead.due_at is None else lead.due_at.replace(" ", "T") + "Z",
        "lead_is_hot": lead.is_hot,
    }


def _texts(lead: Lead) -> dict[str, Any]:
    """As a CSV file of a job has it, and the stand-in keeps it."""
    told = {**_plain(lead), "lead_is_hot": str(lead.is_hot).lower()}
    told["lead_score"] = None if lead.score is None else f"{lead.score:.2f}".rstrip("0").rstrip(".")
    return {"Lead_Key__c": lead.lead_id, **told}


HUBSPOT = Crm(
    "hubspot",
    lambda: HubSpotServer(TOKEN, list(FIELDS)),
    {"kind": "hubspot", "mode": "upsert", "key": "lead_key"},
    properties,
)
FORCE = {"kind": "salesforce", "key": "Lead_Key__c", "token_from": "SALESFORCE_TOKEN"}
SALESFORCE = Crm(
    "salesforce",
    lambda: SalesforceServer(TOKEN),
    {**FORCE, "bulk_from": 1_000_000},
    lambda lead: {"Lead_Key__c": lead.lead_id, **_plain(lead)},
)
BULK = Crm("bulk", lambda: SalesforceServer(TOKEN), {**FORCE, "bulk_from": 1, "bulk_rows": 100}, _texts)
DYNAMICS = Crm(
    "dynamics",
    lambda: DynamicsServer(TOKEN),
    {
        "kind": "dynamics",
        "token_from": "DYNAMICS_TOKEN",
        "fields": {"msdyn_score": "lead_score", "msdyn_grade": "stage"},
        "values": {"msdyn_grade": STAGES},
    },
    lambda lead: {"msdyn_score": lead.score, "msdyn_grade": STAGES.get(lead.stage or "")},
)
WEBHOOK = Crm(
    "webhook",
    WebhookServer,
    {"kind": "webhook", "batch_size": 50},
    lambda lead: {"lead_id": lead.lead_id, **_plain(lead)},
)
ALL = (HUBSPOT, SALESFORCE, BULK, DYNAMICS, WEBHOOK)
