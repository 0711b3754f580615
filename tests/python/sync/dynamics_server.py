"""Dataverse's Web API as far as its public documentation describes it: $batch of upserts by an alternate key, and tokens."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote

from stand_in import Asked, Reply, StandIn

WRITE = re.compile(
    r"PATCH /api/data/v9\.2/msdyn_predictivescores\(msdyn_entityid='(.+)',msdyn_entitytype='lead'\) HTTP/1\.1\r\n"
    r"(.*?)\r\n\r\n(.*?)\r\n",
    re.DOTALL,
)
COLUMNS = {"msdyn_score", "msdyn_grade", "msdyn_scoretrend"}


class DynamicsServer(StandIn):
    """records: columns by the lead they are about. poisoned: leads that are refused. busy: leads that get a 429 within a batch once."""

    def __init__(self, token: str, secret: str = "") -> None:
        super().__init__()
        self.records: dict[str, dict[str, Any]] = {}
        self.created = 0
        self.poisoned: set[str] = set()
        self.busy: set[str] = set()
        self._token, self._secret = token, secret

    def handle(self, asked: Asked) -> Reply:
        """Errors as `{"error": {"code", "message"}}`."""
        if asked.path.endswith("/oauth2/v2.0/token"):
            given = {name: values[0] for name, values in parse_qs(str(asked.body)).items()}
            if given.get("client_secret") == self._secret and given.get("scope") == f"{self.url}/.default":
                return Reply(200, {"access_token": self._token})
            return Reply(400, {"error": "invalid_client", "error_description": f"{given}"})
        if asked.headers.get("authorization") != f"Bearer {self._token}":
            return Reply(401, _error("0x80060891", "no valid token"))
        if asked.path != "/api/data/v9.2/$batch" or asked.headers.get("prefer") != "odata.continue-on-error":
            return Reply(404, _error("0x8006088a", "no such resource"))
        boundary = asked.headers["content-type"].partition("boundary=")[2]
        parts = str(asked.body).split(f"--{boundary}")
        if parts[-1].strip() != "--" or not 2 < len(parts) <= 1002:
            return Reply(400, _error("0x80048d19", "no batch"))
        told = [self._part(part) for part in parts[1:-1]]
        lines = [
            f"--answer\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{one}"
            for one in told
        ]
        content = "\r\n".join(lines) + "\r\n--answer--\r\n"
        return Reply(200, content, {"Content-Type": "multipart/mixed; boundary=answer"})

    def _part(self, part: str) -> str:
        found = WRITE.search(part)
        if not found:
            return _answer(400, "no such request")
        lead, headers, body = unquote(found[1]).replace("''", "'"), found[2], json.loads(found[3])
        if lead in self.busy:
            self.busy.discard(lead)
            return _answer(429, "Number of requests exceeded the limit")
        if lead in self.poisoned or not body.keys() <= COLUMNS:
            return _answer(400, "an attribute is not valid")
        if "If-Match: *" in headers and lead not in self.records:
            return _answer(404, "does not exist")
        self.created += lead not in self.records
        self.records[lead] = {**self.records.get(lead, {}), **body}
        return "HTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\n\r\n"


def _answer(code: int, message: str) -> str:
    head = f"HTTP/1.1 {code} Error\r\nContent-Type: application/json; odata.metadata=minimal\r\n\r\n"
    return head + json.dumps(_error("0x0", message))


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}
