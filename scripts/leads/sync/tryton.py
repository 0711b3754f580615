"""Tryton by JSON-RPC: a batch is looked up by the unique field, then what is missing created and the rest written."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import httpx

from leads.sync.adapter import Answer, BatchRefused, Call, Request, Row, Stopped
from leads.sync.vendors import Tryton
from leads.sync.webhook import plain

# Errors of the server that a row can cause; they come in an answer of HTTP 200.
OF_A_ROW = ("UserError", "UserWarning")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ISO = "%Y-%m-%dT%H:%M:%SZ"
PARTS = ("year", "month", "day", "hour", "minute", "second", "microsecond")
NOT_THERE = "no record has this lead, and mode is update_only"


class TrytonAdapter:
    """Each value as the JSON-RPC of Tryton has it; one bad row rolls a whole call back, so that halves are sent."""

    is_idempotent = True
    is_alone = False

    def __init__(self, destination: Tryton, password: str) -> None:
        self.batch_size = destination.batch_rows
        self._destination, self._password = destination, password
        self._key, self._names = destination.key, sorted(destination.fields)
        self._path = f"/{destination.database}/rpc/"
        self.headers: Mapping[str, str] = {}
        self._context: dict[str, Any] = {}

    def sign_in(self, call: Call) -> Sequence[str]:
        """Open a session; its id is a secret. What is written is written for the company of the user."""
        user = self._destination.user
        told = self._ask(call, "common.db.login", [user, {"password": self._password}])
        if not isinstance(told, list) or len(told) < 2:
            raise _unlike_documented()
        session = f"{user}:{told[0]}:{told[1]}"
        encoded = base64.b64encode(session.encode()).decode()
        self.headers = {"Authorization": f"Session {encoded}"}
        preferences = self._ask(call, "model.res.user.get_preferences", [True, {}])
        self._context = preferences if isinstance(preferences, dict) else {}
        return [str(told[1]), encoded]

    def deliver(self, call: Call, rows: Sequence[Row]) -> Answer:
        """Create and write. Raises BatchRefused with what the server says of one of the rows."""
        there = {record[self._key]: record["id"] for record in self._found(call, rows, [])}
        missing = [row for row in rows if row.lead_id not in there]
        rejected: dict[str, str] = {}
        if missing and self._destination.mode == "update_only":
            rejected = {row.lead_id: NOT_THERE for row in missing}
        elif missing:
            self._on_records(call, "create", [{self._key: row.lead_id, **_values(row)} for row in missing])
        pairs = [part for row in rows if row.lead_id in there for part in ([there[row.lead_id]], _values(row))]
        if pairs:
            self._on_records(call, "write", *pairs)
        return Answer(frozenset(row.lead_id for row in rows) - rejected.keys(), rejected)

    def held(self, call: Call, rows: Sequence[Row]) -> Mapping[str, Mapping[str, Any]]:
        """The mapped fields as they are there."""
        records = self._found(call, rows, self._names)
        return {str(one[self._key]): {name: from_tryton(one.get(name)) for name in self._names} for one in records}

    def as_held(self, row: Row) -> Mapping[str, Any]:
        """In the same form."""
        return {name: plain(value) for name, value in row.fields.items()}

    def is_quota(self, response: httpx.Response) -> bool:
        """It has none."""
        return False

    def _found(self, call: Call, rows: Sequence[Row], names: Sequence[str]) -> list[dict[str, Any]]:
        wanted = [(self._key, "in", [row.lead_id for row in rows])]
        found = self._on_records(call, "search_read", wanted, 0, None, None, [self._key, *names])
        if not isinstance(found, list) or not all(isinstance(one, dict) and self._key in one for one in found):
            raise _unlike_documented()
        return found

    def _on_records(self, call: Call, method: str, *given: Any) -> Any:
        return self._ask(call, f"model.{self._destination.record}.{method}", [*given, self._context])

    def _ask(self, call: Call, method: str, given: Sequence[Any]) -> Any:
        response = call(Request(self._path, {"id": 0, "method": method, "params": given}))
        try:
            told = response.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise _unlike_documented() from None
        if not isinstance(told, dict) or not {"result", "error"} & told.keys():
            raise _unlike_documented()
        if "error" not in told:
            return told["result"]
        kind, *said = told["error"] if isinstance(told["error"], list) and told["error"] else [""]
        if kind in OF_A_ROW:
            words = said[0] if said and isinstance(said[0], list) else said
            raise BatchRefused(" ".join(str(word) for word in words if isinstance(word, str) and word))
        raise Stopped(
            f"{self._destination.name} answers {method} with an error: see the log of the server, and whether the module "
            "lead_scoring is activated and the user may write there.",
            may_have_arrived=True,
        )


def _values(row: Row) -> dict[str, Any]:
    return {name: as_tryton(value) for name, value in row.fields.items()}


def as_tryton(value: Any) -> Any:
    """Whole numbers as numbers, others as Decimal, moments as such; a day stays a text, which fields take."""
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return {"__class__": "Decimal", "decimal": format(value.normalize(), "f")}
    if isinstance(value, str) and MOMENT.fullmatch(value):
        moment = datetime.strptime(value, ISO)
        parts = {name: getattr(moment, name) for name in PARTS}
        return {"__class__": "datetime", **parts}
    return plain(value)


def from_tryton(value: Any) -> Any:
    """A value that was read, in the form of a payload."""
    if not isinstance(value, dict):
        return value
    kind = value.get("__class__")
    if kind == "Decimal":
        return plain(Decimal(value["decimal"]))
    if kind == "datetime":
        return datetime(*(int(value[name]) for name in PARTS[:6])).strftime(ISO)  # type: ignore[arg-type]
    if kind == "date":
        return date(value["year"], value["month"], value["day"]).isoformat()
    return value


def _unlike_documented() -> Stopped:
    return Stopped(
        "The answer is not one of Tryton's JSON-RPC: check the address and the database.", may_have_arrived=True
    )
