"""What a destination is to the sync: four things, and the ways in which it may say no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

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
    """What goes over the wire for some rows."""

    path: str
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """Lead ids that the destination took, and those it did not, with its reason."""

    acknowledged: frozenset[str]
    rejected: Mapping[str, str] = field(default_factory=dict)


class Adapter(Protocol):
    """Everything that differs between destinations behind HTTP."""

    batch_size: int
    is_idempotent: bool  # whether the same rows may be sent twice

    def encode(self, rows: Sequence[Row]) -> Request:
        """The request for these rows."""

    def decode(self, response: httpx.Response, rows: Sequence[Row]) -> Answer:
        """What became of each row. Raises BatchRefused when it tells of errors and not whose."""

    def is_quota(self, response: httpx.Response) -> bool:
        """Whether a 429 is about the day, not about the last seconds."""


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
