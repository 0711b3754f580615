"""Dynamics 365 Sales: scores of a model of one's own, `msdyn_predictivescores`, by the record they are about (Dataverse Web API).

A batch is one $batch request of upserts by the alternate key; each of them succeeds or fails by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import quote

import httpx

from leads.sync.adapter import Answer, Call, Request, Row, Stopped
from leads.sync.oauth import OAuth
from leads.sync.vendors import Dynamics
from leads.sync.webhook import plain

ENTITY_SET, ABOUT = "msdyn_predictivescores", "msdyn_entitytype"
TO_BE_TRIED_AGAIN = (408, 429, *range(500, 600))
NOT_ALLOWED = (401, 403)


class DynamicsAdapter:
    """Values as JSON. update_only: If-Match, so that nothing is created."""

    is_idempotent = True
    is_alone = False

    def __init__(self, destination: Dynamics, oauth: OAuth | None) -> None:
        self.batch_size = destination.batch_rows
        self._destination, self._oauth = destination, oauth
        self._root = f"/api/data/v{destination.api_version}"

    @property
    def headers(self) -> Mapping[str, str]:
        """The token, where it was asked for; and the version of the protocol."""
        return {"OData-MaxVersion": "4.0", "OData-Version": "4.0", **(self._oauth.headers if self._oauth else {})}

    def sign_in(self, call: Call) -> Sequence[str]:
        """Ask for a token, unless there is one."""
        return self._oauth.sign_in(call) if self._oauth else ()

    def deliver(self, call: Call, rows: Sequence[Row]) -> Answer:
        """What of a batch was too much for the server is sent again, as long as each time some of it is taken or refused."""
        told: dict[str, str | None] = {}
        left = list(rows)
        while left:
            response = call(self.encode(left))
            codes = list(_parts(response))
            if len(codes) != len(left):
                raise _unlike_documented()
            later = []
            for row, (code, reason) in zip(left, codes, strict=True):
                if code in NOT_ALLOWED:
                    raise Stopped(
                        f"{self._destination.name} refused a row (HTTP {code}): check permissions on {ENTITY_SET}."
                    )
                if code in TO_BE_TRIED_AGAIN:
                    later.append(row)
                else:
                    told[row.lead_id] = None if 200 <= code < 300 else f"HTTP {code}: {reason}"
            if len(later) == len(left):
                raise Stopped(f"{self._destination.name} takes no row for now: run the command again later.")
            left = later
        rejected = {lead: reason for lead, reason in told.items() if reason is not None}
        return Answer(frozenset(told.keys() - rejected.keys()), rejected)

    def encode(self, rows: Sequence[Row]) -> Request:
        """One multipart request; the boundary is of its content, and so in none of it."""
        boundary = "batch_" + hashlib.sha256("\n".join(row.intent for row in rows).encode()).hexdigest()[:32]
        parts = [f"--{boundary}\r\n{self._part(row, number)}" for number, row in enumerate(rows, 1)]
        content = "".join(parts) + f"--{boundary}--\r\n"
        headers = {"Content-Type": f"multipart/mixed; boundary={boundary}", "Prefer": "odata.continue-on-error"}
        return Request(f"{self._root}/$batch", headers=headers, content=content.encode())

    def is_quota(self, response: httpx.Response) -> bool:
        """Only a long Retry-After tells, and that holds for every destination."""
        return False

    def _part(self, row: Row, number: int) -> str:
        about = self._destination.entity_type
        key = f"{self._destination.key}='{_literal(row.lead_id)}',{ABOUT}='{_literal(about)}'"
        body = json.dumps({name: plain(value) for name, value in row.fields.items()})
        lines = [
            "Content-Type: application/http",
            "Content-Transfer-Encoding: binary",
            f"Content-ID: {number}",
            "",
            f"PATCH {self._root}/{ENTITY_SET}({key}) HTTP/1.1",
            "Content-Type: application/json",
            *(["If-Match: *"] if self._destination.mode == "update_only" else []),
            "",
            body,
            "",
        ]
        return "\r\n".join(lines)


def _literal(text: str) -> str:
    """A text within a key of OData in an address."""
    return quote(text.replace("'", "''"), safe="")


def _parts(response: httpx.Response) -> Iterator[tuple[int, str]]:
    """Status and message of each answer within an answer, in their order."""
    head = b"Content-Type: " + response.headers.get("content-type", "").encode() + b"\r\n\r\n"
    whole = BytesParser(policy=HTTP).parsebytes(head + response.content)
    if not whole.is_multipart():
        raise _unlike_documented()
    for part in whole.iter_parts():
        content = part.get_payload(decode=True)
        status, _, rest = (content if isinstance(content, bytes) else b"").partition(b"\r\n")
        words = status.split()
        if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
            raise _unlike_documented()
        yield int(words[1]), _message(rest)


def _message(rest: bytes) -> str:
    """What an error says, without the headers before it."""
    body: Any = rest.partition(b"\r\n\r\n")[2]
    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, LookupError, TypeError):
        return "no reason given"


def _unlike_documented() -> Stopped:
    return Stopped(
        "The answer of Dynamics is not what its documentation says: check its address.", may_have_arrived=True
    )
