"""Any address that takes JSON by POST: an own service, an integration platform."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import httpx

from leads.sync.adapter import Answer, OneRequest, Request, Row, Stopped
from leads.sync.destination import Webhook

THOUSANDTHS = re.compile(r"(?<=T\d\d:\d\d:\d\d)\.000(Z|\+0000)$")


class WebhookAdapter(OneRequest):
    """Rows as `{"destination", "rows": [{"id", key, fields ...}]}`. `id` stands for this change of this row, and the header
    Idempotency-Key for the rows of the request: who has seen them has nothing to do."""

    def __init__(self, destination: Webhook, address: str) -> None:
        self.batch_size = destination.batch_size
        self.is_idempotent = destination.is_idempotent
        self._name, self._key, self._address = destination.name, destination.key, address

    def encode(self, rows: Sequence[Row]) -> Request:
        """One request; the same rows get the same key, however often they are sent."""
        sent = [
            {"id": row.intent, self._key: row.lead_id, **{name: plain(value) for name, value in row.fields.items()}}
            for row in rows
        ]
        key = hashlib.sha256("\n".join(row.intent for row in rows).encode()).hexdigest()
        return Request(self._address, {"destination": self._name, "rows": sent}, {"Idempotency-Key": key})

    def decode(self, response: httpx.Response, rows: Sequence[Row]) -> Answer:
        """Any 2xx takes all rows but those that a body `{"rejected": [{key, "reason"}]}` names."""
        rejected = {str(one.get(self._key)): str(one.get("reason", "no reason given")) for one in _rejected(response)}
        return Answer(frozenset(row.lead_id for row in rows) - rejected.keys(), rejected)

    def is_quota(self, response: httpx.Response) -> bool:
        """Only a long Retry-After tells, and that holds for every destination."""
        return False


def _rejected(response: httpx.Response) -> list[dict[str, Any]]:
    if not response.content or "json" not in response.headers.get("content-type", ""):
        return []
    try:
        body = response.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Stopped("The answer of the webhook says it is JSON and is not: correct the receiver.", True) from None
    rejected = body.get("rejected", []) if isinstance(body, dict) else []
    if not isinstance(rejected, list) or not all(isinstance(one, dict) for one in rejected):
        raise Stopped('The "rejected" of the webhook\'s answer is no list of objects: correct the receiver.', True)
    return rejected


def plain(value: Any) -> Any:
    """A value as JSON has it: whole numbers without a fraction."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def same_moment(value: Any) -> Any:
    """A moment that was read, as a payload has it: without thousandths of a second, UTC as Z; anything else as it is."""
    return THOUSANDTHS.sub("Z", value) if isinstance(value, str) else value
