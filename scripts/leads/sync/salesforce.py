"""Salesforce, few rows: sObject collections, 200 by an external id, each taken or refused by itself (REST API)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from leads.sync.adapter import Answer, Call, OneRequest, Request, Row, Stopped
from leads.sync.oauth import OAuth
from leads.sync.vendors import Salesforce
from leads.sync.webhook import plain, same_moment


class _Problem(BaseModel):
    statusCode: str = ""  # noqa: N815 - their word
    message: str = ""


class _Result(BaseModel):
    success: bool
    errors: list[_Problem] = []


class _Page(BaseModel):
    records: list[dict[str, Any]]
    nextRecordsUrl: str | None = None  # noqa: N815


RESULTS: TypeAdapter[list[_Result]] = TypeAdapter(list[_Result])
KEYS_ASKED = 100
QUOTA = "REQUEST_LIMIT_EXCEEDED"


class CollectionsAdapter(OneRequest):
    """Values as JSON; null clears a field. The answer has the order of the rows."""

    batch_size = 200
    is_idempotent = True

    def __init__(self, destination: Salesforce, oauth: OAuth | None) -> None:
        self._type, self._key, self._oauth = destination.object_type, destination.key, oauth
        self._names = sorted(destination.fields)
        self._root = f"/services/data/v{destination.api_version}"
        self._path = f"{self._root}/composite/sobjects/{self._type}/{self._key}"

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

    def held(self, call: Call, rows: Sequence[Row]) -> Mapping[str, Mapping[str, Any]]:
        """By queries, so many keys in each that an address holds them."""
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(rows), KEYS_ASKED):
            keys = ", ".join(f"'{_escaped(row.lead_id)}'" for row in rows[start : start + KEYS_ASKED])
            query = f"select {', '.join([self._key, *self._names])} from {self._type} where {self._key} in ({keys})"
            path: str | None = f"{self._root}/query?{urlencode({'q': query})}"
            while path:
                page = _page(call(Request(path, method="GET")))
                found |= {str(one.get(self._key)): one for one in page.records}
                path = page.nextRecordsUrl
        return {lead: {name: same_moment(one.get(name)) for name in self._names} for lead, one in found.items()}

    def as_held(self, row: Row) -> Mapping[str, Any]:
        """As JSON has it; an empty text is none there."""
        return {name: None if value == "" else plain(value) for name, value in row.fields.items()}

    def is_quota(self, response: httpx.Response) -> bool:
        """Requests of 24 hours; it comes with HTTP 403."""
        return is_quota(response)


def _page(response: httpx.Response) -> _Page:
    try:
        return _Page.model_validate_json(response.content)
    except ValidationError:  # its message quotes the answer
        raise Stopped("The answer of Salesforce is not what its documentation says: look at its status page.") from None


def _escaped(text: str) -> str:
    """A text within quotes of a query."""
    return text.replace("\\", "\\\\").replace("'", "\\'")


def is_quota(response: httpx.Response) -> bool:
    """Whether an error is about the requests of 24 hours."""
    try:
        told: Any = response.json()
        return any(one.get("errorCode") == QUOTA for one in told)
    except (ValueError, TypeError, AttributeError):
        return False
