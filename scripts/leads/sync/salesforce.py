"""Salesforce, few rows: sObject collections, 200 by an external id, each taken or refused by itself (REST API)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from leads.sync.adapter import Answer, Call, OneRequest, Request, Row, Stopped
from leads.sync.oauth import OAuth
from leads.sync.vendors import Salesforce
from leads.sync.webhook import plain


class _Problem(BaseModel):
    statusCode: str = ""  # noqa: N815 - their word
    message: str = ""


class _Result(BaseModel):
    success: bool
    errors: list[_Problem] = []


RESULTS: TypeAdapter[list[_Result]] = TypeAdapter(list[_Result])
QUOTA = "REQUEST_LIMIT_EXCEEDED"


class CollectionsAdapter(OneRequest):
    """Values as JSON; null clears a field. The answer has the order of the rows."""

    batch_size = 200
    is_idempotent = True

    def __init__(self, destination: Salesforce, oauth: OAuth | None) -> None:
        self._type, self._key, self._oauth = destination.object_type, destination.key, oauth
        self._path = f"/services/data/v{destination.api_version}/composite/sobjects/{self._type}/{self._key}"

    @property
    def headers(self) -> Mapping[str, str]:  # type: ignore[override]
        """The token, where it was asked for."""
        return self._oauth.headers if self._oauth else {}

    def sign_in(self, call: Call) -> Sequence[str]:
        """Ask for a token, unless there is one."""
        return self._oauth.sign_in(call) if self._oauth else ()

    def encode(self, rows: Sequence[Row]) -> Request:
        """An upsert of which each row counts by itself."""
        records = [
            {
                "attributes": {"type": self._type},
                self._key: row.lead_id,
                **{name: plain(value) for name, value in row.fields.items()},
            }
            for row in rows
        ]
        return Request(self._path, {"allOrNone": False, "records": records}, method="PATCH")

    def decode(self, response: httpx.Response, rows: Sequence[Row]) -> Answer:
        """By the order."""
        try:
            told = RESULTS.validate_json(response.content)
        except ValidationError:  # its message quotes the answer
            told = []
        if len(told) != len(rows):
            raise Stopped(
                "The answer of Salesforce is not what its documentation says: look at its status page.",
                may_have_arrived=True,
            )
        rejected = {
            row.lead_id: "; ".join(f"{one.statusCode} {one.message}" for one in result.errors) or "no reason given"
            for row, result in zip(rows, told, strict=True)
            if not result.success
        }
        return Answer(frozenset(row.lead_id for row in rows) - rejected.keys(), rejected)

    def is_quota(self, response: httpx.Response) -> bool:
        """Requests of 24 hours; it comes with HTTP 403."""
        return is_quota(response)


def is_quota(response: httpx.Response) -> bool:
    """Whether an error is about the requests of 24 hours."""
    try:
        told: Any = response.json()
        return any(one.get("errorCode") == QUOTA for one in told)
    except (ValueError, TypeError, AttributeError):
        return False
