"""A stateful HTTP server on loopback for tests: faults to come in a queue, and every request kept."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True)
class Reply:
    """An answer; is_dropped: the connection ends without one."""

    code: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    is_dropped: bool = False


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that was killed or did not wait is no error."""


class StandIn:
    """Subclasses answer in `handle`. faults: replies or functions that take the place of the next answers, or (a function) come
    after the request was carried out."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.faults: deque[Reply | Callable[[Reply], Reply]] = deque()
        self.on_request: Callable[[int], None] = lambda _: None
        handler = type("Handler", (_Handler,), {"stand_in": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._lock = threading.Lock()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def handle(self, asked: Asked) -> Reply:
        """What the API would do."""
        raise NotImplementedError

    def answer(self, asked: Asked) -> Reply:
        """One request at a time, faults first."""
        with self._lock:
            self.asked.append(asked)
            self.on_request(len(self.asked))
            fault = self.faults.popleft() if self.faults else None
            if isinstance(fault, Reply):
                return fault
            reply = self.handle(asked)
            return fault(reply) if fault else reply


class _Handler(BaseHTTPRequestHandler):
    stand_in: StandIn
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        given = self.rfile.read(length)
        is_json = "json" in self.headers.get("content-type", "")
        body = (json.loads(given) if is_json else given.decode()) if given else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.stand_in.answer(Asked(self.command, self.path, headers, body))
        if reply.is_dropped:
            self.close_connection = True
            return
        is_text = isinstance(reply.body, str) and "Content-Type" in reply.headers
        content = (
            b"" if reply.body is None else str(reply.body).encode() if is_text else json.dumps(reply.body).encode()
        )
        self.send_response(reply.code)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
            **reply.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = _serve  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Nothing to standard error."""


def dropped(_: Reply) -> Reply:
    """Carried out, and the answer is lost."""
    return Reply(is_dropped=True)


NEVER_ARRIVED = Reply(is_dropped=True)
TOO_MANY = Reply(429, {"policyName": "TEN_SECONDLY_ROLLING"}, {"Retry-After": "0"})
DAY_IS_OVER = Reply(
    429, {"errorType": "RATE_LIMIT", "policyName": "DAILY", "message": "You have reached your daily limit."}
)
BROKEN = Reply(500, {"message": "internal error"})
