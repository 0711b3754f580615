"""How to reach a destination behind HTTP: what speaks its language, where it is, and its secrets."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from leads.base.errors import ExitCode, LeadsError
from leads.sync.adapter import Adapter, Call, Request
from leads.sync.destination import BehindHttp, HubSpot, Webhook, from_environment
from leads.sync.destination_base import checked_address
from leads.sync.dynamics import DynamicsAdapter
from leads.sync.http import Caller, calling
from leads.sync.hubspot import HubSpotAdapter
from leads.sync.jobs import Jobs
from leads.sync.oauth import OAuth
from leads.sync.salesforce import CollectionsAdapter
from leads.sync.salesforce_bulk import BulkAdapter
from leads.sync.tryton import TrytonAdapter
from leads.sync.vendors import Dynamics, Organisation, Tryton
from leads.sync.webhook import WebhookAdapter


@dataclass
class Wire:
    """token: what every request carries, where it is known from the beginning. secrets: what no text may hold. bulk: what speaks
    from so many rows on."""

    adapter: Adapter
    base_url: str
    token: str | None
    secrets: list[str] = field(default_factory=list)
    bulk: BulkAdapter | None = None
    bulk_from: int = 0

    def for_rows(self, planned: int, jobs: Jobs | None = None) -> Adapter:
        """What speaks for so many rows. jobs: where it notes what it started."""
        if self.bulk is None or planned < self.bulk_from:
            return self.adapter
        self.bulk.jobs = jobs
        return self.bulk

    def told_by_job(self, call: Call, job_id: str) -> Mapping[str, str | None]:
        """Reasons of rejections by lead, None for those that were taken, of a job of an earlier run."""
        return self.bulk.told_by(call, job_id) if self.bulk else {}


def wire_of(destination: BehindHttp) -> Wire:
    """Read tokens and secret addresses from the environment. Raises LeadsError (USAGE) when one is missing or no address."""
    token = from_environment(destination.token_from, "the token of the destination") if destination.token_from else None
    secrets = [token] if token else []
    if isinstance(destination, HubSpot):
        return Wire(HubSpotAdapter(destination), destination.base_url, token, secrets)
    if isinstance(destination, Webhook):
        address = _address(destination.url, destination.url_from, "the address of the webhook")
        secrets += [address] if destination.url_from else []
        return Wire(WebhookAdapter(destination, address), "", token, secrets)
    address = _address(destination.base_url, destination.url_from, "the address of the destination").rstrip("/")
    if isinstance(destination, Tryton):
        assert token
        return Wire(TrytonAdapter(destination, token), address, None, secrets)
    oauth = _oauth(destination, address)
    secrets += [oauth.secret] if oauth else []
    if isinstance(destination, Dynamics):
        return Wire(DynamicsAdapter(destination, oauth), address, token, secrets)
    bulk = BulkAdapter(destination)
    return Wire(CollectionsAdapter(destination, oauth), address, token, secrets, bulk, destination.bulk_from)


def _address(written: str | None, variable: str | None, what: str) -> str:
    if not variable:
        return written or ""
    address = from_environment(variable, what)
    try:
        return checked_address(address)
    except ValueError as error:
        raise LeadsError(f"{variable} cannot be used: {error}.", ExitCode.USAGE) from None


def _oauth(destination: Organisation, address: str) -> OAuth | None:
    client = destination.client
    if not client:
        return None
    client_id = from_environment(client.id_from, "the id of the application that signs in")
    secret = from_environment(client.secret_from, "the secret of the application that signs in")
    if isinstance(destination, Dynamics):
        tenant = (
            from_environment(client.tenant_from or "", "the tenant of the application") if client.tenant_from else ""
        )
        return OAuth(f"{destination.sign_in_url}/{tenant}/oauth2/v2.0/token", client_id, secret, f"{address}/.default")
    return OAuth(f"{address}/services/oauth2/token", client_id, secret, None)


@dataclass
class Link:
    """A connection on which somebody signs in before the first request. call: for any thread."""

    caller: Caller
    wire: Wire
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _is_signed_in: bool = False

    def requests(self) -> int:
        """How many were made."""
        return self.caller.requests

    def call(self, request: Request) -> httpx.Response:
        """The answer to a request. Raises as Caller.call."""
        with self._lock:
            if not self._is_signed_in:
                self.wire.secrets += self.wire.adapter.sign_in(self._call)
                self._is_signed_in = True
        return self._call(request)

    def _call(self, request: Request) -> httpx.Response:
        adapter = self.wire.adapter
        repeatable = adapter.is_idempotent if request.is_repeatable is None else request.is_repeatable
        given: dict[str, Any] = {"json": request.body} if request.content is None else {"content": request.content}
        headers = {**adapter.headers, **request.headers}
        return self.caller.call(request.method, request.path, repeatable, adapter.is_quota, headers=headers, **given)


@contextmanager
def connected(destination: BehindHttp, wire: Wire, made_today: int) -> Iterator[Link]:
    """A connection. made_today: requests of earlier runs of the day."""
    with calling(destination, wire.base_url, wire.token, made_today) as caller:
        yield Link(caller, wire)
