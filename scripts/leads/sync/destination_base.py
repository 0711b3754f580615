"""What every destination has: mapping, limits, patience, guards; and which addresses may be sent to."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

LOOPBACK = ("127.0.0.1", "::1", "localhost")
Share = Annotated[float, Field(ge=0, le=1)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class Strict(BaseModel):
    """Unknown words are refused: a misspelt setting would be silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(Strict):
    """Requests that the plan of the customer allows: so many in so many seconds, in a day (UTC; empty: no limit) and at once."""

    requests: int = Field(default=10, gt=0)
    seconds: float = Field(default=1, gt=0)
    requests_a_day: int | None = Field(default=None, gt=0)
    at_once: int = Field(default=1, gt=0, le=32)


class Patience(Strict):
    """Tries of one request, the seconds before the second one (they double), the longest wait, and when an answer is late."""

    attempts: int = Field(default=8, gt=0)
    first_seconds: float = Field(default=1, ge=0)
    longest_seconds: float = Field(default=120, ge=0)
    answer_seconds: float = Field(default=60, gt=0)


class Guards(Strict):
    """What stops a sync. max_change_share: of the leads known there that may change while rules and mapping do not;
    max_reject_share: of the rows sent. Neither counts up to free_changes and free_rejects rows."""

    max_change_share: Share = 0.5
    free_changes: int = Field(default=100, ge=0)
    max_reject_share: Share = 0.05
    free_rejects: int = Field(default=20, ge=0)


class Destination(Strict):
    """What every destination has. model: the table of the schema activation. fields: its columns by the field that takes
    them. values: for a field the number that stands for each word of its column; any other word is sent as empty. key: the
    field that holds the lead id and is unique there. enabled: whether `leads run` syncs it."""

    name: Word
    model: Word
    key: Annotated[str, Field(min_length=1)] = "lead_id"
    fields: Annotated[dict[str, Word], Field(min_length=1)]
    values: dict[str, Annotated[dict[str, int], Field(min_length=1)]] = {}
    guards: Guards = Guards()
    enabled: bool = False

    @model_validator(mode="after")
    def _key_is_no_field(self) -> Destination:
        if self.key in self.fields:
            raise ValueError(f"{self.key} is the key, which always holds the lead id; take it out of the fields")
        unknown = sorted(self.values.keys() - self.fields.keys())
        if unknown:
            raise ValueError(f"values names {unknown[0]}, which is none of the fields")
        return self


class Remote(Destination):
    """A destination behind HTTP. token_from: the environment variable with the token; the token itself stands nowhere."""

    token_from: Word | None = None
    limits: Limits = Limits()
    patience: Patience = Patience()

    @field_validator("base_url", "url", check_fields=False)
    @classmethod
    def _is_encrypted(cls, address: str | None) -> str | None:
        return address if address is None else checked_address(address)


def checked_address(address: str) -> str:
    """An address that may be sent to. Raises ValueError for one without TLS, but for this machine itself."""
    unfit = "it is no address of the form https://host/path without a user in it"
    try:
        parts = urlsplit(address)
        is_fit = bool(parts.hostname) and not parts.username and not parts.password and parts.port != 0
    except ValueError:  # its message quotes the address
        raise ValueError(unfit) from None
    if not is_fit:
        raise ValueError(unfit)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("only https is sent to, but for this machine itself")
    return address
