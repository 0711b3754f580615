"""Requests that keep to the limits, wait as told, and never lead a token to another host."""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpx
import stamina
import stamina.instrumentation
from pyrate_limiter import Limiter, Rate

from leads.sync.adapter import BatchRefused, Gone, Paused, Stopped, Unanswered
from leads.sync.destination_base import Remote

AT_FAULT = (400, 409, 413, 422)  # what one row of a batch can cause
NEVER_REDIRECTED = (
    "its answers send us to another address, which is refused: a token goes only to the address it is for"
)


class Later(Exception):  # noqa: N818
    """To be tried again, after so many seconds when the server says so."""

    def __init__(self, told: str, seconds: float | None) -> None:
        super().__init__(told)
        self.told, self.seconds = told, seconds


class Caller:
    """The connections to a destination, for several threads. requests: how many were made; a retry is one."""

    def __init__(self, destination: Remote, client: httpx.Client, limiter: Limiter, made_today: int) -> None:
        self.requests = 0
        self._lock = threading.Lock()
        self._destination, self._client, self._limiter, self._made_today = destination, client, limiter, made_today

    def call(self, method: str, path: str, is_repeatable: bool, quota: Any, **given: Any) -> httpx.Response:
        """The answer to a request, 2xx. quota: tells of a 429 whether it is about the day.

        Raises: BatchRefused, Paused, Stopped; Unanswered only when the request is not repeatable.
        """
        patience = self._destination.patience
        tries = stamina.retry_context(
            on=_wait,
            attempts=patience.attempts,
            timeout=None,
            wait_initial=patience.first_seconds,
            wait_max=patience.longest_seconds,
            wait_jitter=patience.first_seconds,
        )
        try:
            for attempt in tries:
                with attempt:
                    return self._once(method, path, is_repeatable, quota, **given)
        except Later as late:
            if late.seconds is not None:
                raise Paused(
                    f"{self._destination.name} asks to wait ({late.told}): run the command again later."
                ) from None
            raise Stopped(
                f"{self._destination.name} gave no answer in {patience.attempts} tries ({late.told}): what was acknowledged "
                "is kept; run the command again later."
            ) from None
        raise AssertionError("unreachable: an attempt returns or raises")

    def _once(self, method: str, path: str, is_repeatable: bool, quota: Any, **given: Any) -> httpx.Response:
        daily = self._destination.limits.requests_a_day
        with self._lock:
            if daily is not None and self._made_today + self.requests >= daily:
                raise Paused(
                    f"{self._destination.name} takes {daily:,} requests a day (requests_a_day), and they are used: run the "
                    "command again tomorrow."
                )
            self.requests += 1
        self._limiter.try_acquire(self._destination.name)
        try:
            response = self._client.request(method, path, **given)
        except httpx.ConnectError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise Stopped(
                    f"The certificate of {self._destination.name} cannot be verified: check its address, or name the "
                    "certificates of your authority in SSL_CERT_FILE."
                ) from None
            raise Later(type(error).__name__, None) from None
        except httpx.TransportError as error:  # it may have arrived
            if not is_repeatable:
                raise Unanswered(type(error).__name__) from None
            raise Later(type(error).__name__, None) from None
        return self._checked(response, is_repeatable, quota)

    def _checked(self, response: httpx.Response, is_repeatable: bool, quota: Any) -> httpx.Response:
        code, name = response.status_code, self._destination.name
        if response.is_success:
            return response
        if 300 <= code < 400:
            raise Stopped(f"{name} cannot be used: {NEVER_REDIRECTED}.")
        if code in (403, 429) and quota(response):
            raise Paused(f"{name} says that the quota of the day is used: run the command again tomorrow.")
        if code in (401, 403):
            variable = self._destination.token_from
            token = f"the token in {variable} and its permissions" if variable else "who may send there"
            raise Stopped(f"{name} refused us (HTTP {code}): check {token}.")
        if code in AT_FAULT:
            raise BatchRefused(f"HTTP {code}: {_message(response)}")
        if code in (408, 425, 429) or code >= 500:
            seconds = retry_after(response)
            longest = self._destination.patience.longest_seconds
            if seconds is not None and seconds > longest:
                raise Paused(f"{name} asks to wait {seconds:,.0f} seconds (HTTP {code}): run the command again then.")
            if code >= 500 and not is_repeatable:
                raise Unanswered(f"HTTP {code}")
            raise Later(f"HTTP {code}", seconds)
        answer = Gone if code in (404, 410) else Stopped
        raise answer(f"{name} answers with HTTP {code}: check its address and settings.")


def _message(response: httpx.Response) -> str:
    """What an error says: the `message` of a JSON answer, of its first part or of its `error`, else all of it."""
    try:
        told = response.json()
        told = told[0] if isinstance(told, list) else told
        return str(told["error"]["message"] if isinstance(told.get("error"), dict) else told["message"])
    except (ValueError, LookupError, TypeError, AttributeError):
        return response.text


def _wait(error: Exception) -> bool | float:
    if not isinstance(error, Later):
        return False
    return True if error.seconds is None else error.seconds


def retry_after(response: httpx.Response) -> float | None:
    """The seconds that the header Retry-After asks for: a number or a date (RFC 9110); None without one that can be read."""
    given = str(response.headers.get("retry-after", "")).strip()
    if not given:
        return None
    try:
        return max(0.0, float(given))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    seconds: float = (moment - datetime.now(timezone.utc)).total_seconds()
    return max(0.0, seconds)


@contextmanager
def calling(destination: Remote, base_url: str, token: str | None, made_today: int = 0) -> Iterator[Caller]:
    """A connection that verifies TLS and follows no redirect. The token is in its headers and nowhere else.

    made_today: requests of earlier runs of the day (UTC).
    """
    stamina.instrumentation.set_on_retry_hooks([])  # its own would write to standard error
    for name in ("httpx", "httpcore"):  # they log addresses and headers, and both may be secrets
        logging.getLogger(name).setLevel(logging.WARNING)
    headers = {"User-Agent": "lead-scoring", "Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    limits, seconds = destination.limits, destination.patience.answer_seconds
    with (
        httpx.Client(
            base_url=base_url, headers=headers, timeout=seconds, follow_redirects=False, verify=_certificates()
        ) as client,
        Limiter(Rate(limits.requests, int(limits.seconds * 1000))) as limiter,
    ):
        yield Caller(destination, client, limiter, made_today)


@cache
def _certificates() -> ssl.SSLContext:
    """Those that httpx trusts: of SSL_CERT_FILE, else its own; read once, for it takes a while."""
    return httpx.create_ssl_context()
