"""HubSpot's CRM objects: batches of 100 by a custom unique property (dated API, developers.hubspot.com)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from leads.sync.adapter import Answer, BatchRefused, Call, OneRequest, Request, Row, Stopped
from leads.sync.destination import HubSpot
from leads.sync.webhook import same_moment


class Lenient(BaseModel):
    """Of an answer only what is read has to be there."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class Result(Lenient):
    """A record that was written."""

    trace: str | None = Field(default=None, alias="objectWriteTraceId")
    properties: dict[str, Any] = Field(default_factory=dict)


class Problem(Lenient):
    """An error about one or more inputs; whose stands in the trace id or in the context."""

    trace: str | None = Field(default=None, alias="objectWriteTraceId")
    category: str = ""
    message: str = ""
    context: dict[str, Any] = Field(default_factory=dict)


class BatchAnswer(Lenient):
    """The answer to a batch: 200 or 207 (multi-status)."""

    results: list[Result] = Field(default_factory=list)
    errors: list[Problem] = Field(default_factory=list)


class HubSpotAdapter(OneRequest):
    """Rows as records of one object type. Every value is a text; an empty one clears the property."""

    batch_size = 100
    is_idempotent = True

    def __init__(self, destination: HubSpot) -> None:
        self._key = destination.key
        verb = "upsert" if destination.mode == "upsert" else "update"
        path = f"/crm/objects/{destination.api_version}/{destination.object_type}/batch"
        self._path, self._read = f"{path}/{verb}", f"{path}/read"
        self._names = sorted(destination.fields)

    def encode(self, rows: Sequence[Row]) -> Request:
        """Inputs by the unique property; the trace id is the number of the row in the batch."""
        inputs = [
            {
                "idProperty": self._key,
                "id": row.lead_id,
                "objectWriteTraceId": str(number),
                "properties": {self._key: row.lead_id, **{name: as_text(value) for name, value in row.fields.items()}},
            }
            for number, row in enumerate(rows)
        ]
        return Request(self._path, {"inputs": inputs})

    def decode(self, response: httpx.Response, rows: Sequence[Row]) -> Answer:
        """By trace ids, else by the unique property. Errors that name no row: BatchRefused, so that halves are sent."""
        told = self._told(response)
        by_trace = {str(number): row.lead_id for number, row in enumerate(rows)}
        rejected: dict[str, str] = {}
        for problem in told.errors:
            named = [by_trace.get(word, word) for word in self._words(problem)]
            known = [lead for lead in named if lead in by_trace.values()]
            if not known:
                raise BatchRefused(f"{problem.category} {problem.message}".strip())
            rejected |= dict.fromkeys(known, f"{problem.category} {problem.message}".strip())
        written = {by_trace.get(result.trace or "") or result.properties.get(self._key) for result in told.results}
        return Answer(frozenset(str(lead) for lead in written if lead) - rejected.keys(), rejected)

    def held(self, call: Call, rows: Sequence[Row]) -> Mapping[str, Mapping[str, Any]]:
        """The mapped properties as they are there; who is not there comes as an error of the answer."""
        wanted = {
            "idProperty": self._key,
            "properties": [self._key, *self._names],
            "inputs": [{"id": row.lead_id} for row in rows],
        }
        told = self._told(call(Request(self._read, wanted)))
        found = [result.properties for result in told.results if self._key in result.properties]
        return {str(one[self._key]): {name: same_moment(one.get(name) or "") for name in self._names} for one in found}

    def as_held(self, row: Row) -> Mapping[str, Any]:
        """As texts."""
        return {name: as_text(value) for name, value in row.fields.items()}

    def is_quota(self, response: httpx.Response) -> bool:
        """Of its two policies the one by the day."""
        try:
            return str(response.json().get("policyName", "")).upper().startswith("DAILY")
        except (json.JSONDecodeError, AttributeError, UnicodeDecodeError):
            return False

    @staticmethod
    def _told(response: httpx.Response) -> BatchAnswer:
        try:
            return BatchAnswer.model_validate_json(response.content)
        except ValidationError:  # its message quotes the answer
            raise Stopped(
                "The answer of HubSpot is not what its documentation says: look at its status page."
            ) from None

    @staticmethod
    def _words(problem: Problem) -> list[str]:
        """The words that may say whose error it is."""
        found = [problem.trace] if problem.trace else []
        for word in ("objectWriteTraceId", "ids", "id"):
            value = problem.context.get(word)
            found += map(str, value) if isinstance(value, list) else [str(value)] if value else []
        return found


def as_text(value: Any) -> str:
    """A value as HubSpot takes it: `78` and not `78.0`, `true`, nothing for empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)
