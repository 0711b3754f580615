"""What a destination is to the sync, and the ways in which it may say no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

import httpx

from leads.base.errors import ExitCode, LeadsError


@dataclass(frozen=True)
class Row:
    """One row to send. intent: an id of this change of this row, the same each time it is sent again."""

    lead_id: str
    intent: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """What goes over the wire for some rows: body as JSON, or content as it is. is_repeatable: may be sent again when no answer
    comes; None: as the adapter is."""

    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    content: bytes | None = None
    is_repeatable: bool | None = None


Call = Callable[[Request], httpx.Response]


@dataclass(frozen=True)
class Answer:
    """Lead ids that the destination took, and those it did not, with its reason."""

    acknowledged: frozenset[str]
    rejected: Mapping[str, str] = field(default_factory=dict)


class Adapter(Protocol):
    """Everything that differs between destinations behind HTTP."""

    batch_size: int
    is_idempotent: bool  # whether the same rows may be sent twice
    is_alone: bool  # whether only one batch may be under way

    @property
    def headers(self) -> Mapping[str, str]:
        """Those of every request."""

    def sign_in(self, call: Call) -> Sequence[str]:
        """What is to be done once before anything is sent; the secrets that came with it."""

    def deliver(self, call: Call, rows: Sequence[Row]) -> Answer:
        """What became of each row. Raises BatchRefused when the destination tells of errors and not whose."""

    def is_quota(self, response: httpx.Response) -> bool:
        """Whether a 429 is about the day, not about the last seconds."""


@runtime_checkable
class Readable(Protocol):
    """A destination that says what it holds."""

    def held(self, call: Call, rows: Sequence[Row]) -> Mapping[str, Mapping[str, Any]]:
        """The mapped fields, by the lead ids of these rows; a lead that is not there is left out."""

    def as_held(self, row: Row) -> Mapping[str, Any]:
        """The same of what we would send."""


class OneRequest:
    """An adapter whose batch is one request."""

    is_alone = False
    headers: Mapping[str, str] = MappingProxyType({})

    def sign_in(self, call: Call) -> Sequence[str]:
        """The token is there already."""
        return ()

    def encode(self, rows: Sequence[Row]) -> Request:
        """The request for these rows."""
        raise NotImplementedError

    def decode(self, response: httpx.Response, rows: Sequence[Row]) -> Answer:
        """What became of each row."""
        raise NotImplementedError

    def deliver(self, call: Call, rows: Sequence[Row]) -> Answer:
        """Encode, call, decode."""
        return self.decode(call(self.encode(rows)), rows)


class BatchRefused(Exception):  # noqa: N818 - an answer, no error of ours
    """The destination took none of these rows, because of one or more of them. The message is its reason."""


class Unanswered(Exception):  # noqa: N818
    """Rows that must not be sent twice were sent and no answer came."""


class Paused(LeadsError):  # noqa: N818
    """The destination takes no more for now, and took nothing of the last request."""

    may_have_arrived = False

    def __init__(self, message: str) -> None:
        super().__init__(message, ExitCode.PAUSED)


class Stopped(LeadsError):  # noqa: N818
    """The destination cannot be talked to: token, address or answers are not as they should be. may_have_arrived: whether it
    may have taken the rows of the last request."""

    def __init__(self, message: str, may_have_arrived: bool = False) -> None:
        super().__init__(message, ExitCode.DESTINATION)
        self.may_have_arrived = may_have_arrived


class Gone(Stopped):
    """What was asked for is not there."""


def require_whole(answer: Answer, rows: Sequence[Row]) -> None:
    """Raises Stopped unless each row is among the acknowledged or the rejected, once, and nothing else is."""
    sent = {row.lead_id for row in rows}
    told = answer.acknowledged | answer.rejected.keys()
    if told != sent or answer.acknowledged & answer.rejected.keys():
        raise Stopped(
            f"The answer tells of {len(told & sent)} of {len(sent)} rows sent and of {len(told - sent)} others: nothing of "
            "this batch counts as acknowledged; look at the destination, then run the command again.",
            may_have_arrived=True,
        )
