"""A destination as its YAML file describes it: what is sent where, how fast, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

from leads.base.errors import ExitCode, LeadsError
from leads.base.on_disk import is_file
from leads.base.settings import Settings

FOLDER = "destinations"
FOLDER_VARIABLE = "LEADS_DESTINATIONS"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
Share = Annotated[float, Field(ge=0, le=1)]
Word = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class Strict(BaseModel):
    """Unknown words are refused: a misspelt setting would be silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(Strict):
    """Requests that the plan of the customer allows: so many in so many seconds, and in a day (UTC; empty: no limit)."""

    requests: int = Field(default=10, gt=0)
    seconds: float = Field(default=1, gt=0)
    requests_a_day: int | None = Field(default=None, gt=0)


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
    them. key: the field that holds the lead id and is unique there. enabled: whether `leads run` syncs it."""

    name: Word
    model: Word
    key: Annotated[str, Field(min_length=1)] = "lead_id"
    fields: Annotated[dict[str, Word], Field(min_length=1)]
    guards: Guards = Guards()
    enabled: bool = False

    @model_validator(mode="after")
    def _key_is_no_field(self) -> Destination:
        if self.key in self.fields:
            raise ValueError(f"{self.key} is the key, which always holds the lead id; take it out of the fields")
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


class HubSpot(Remote):
    """CRM objects of HubSpot by a custom unique property. update_only: an unknown lead is rejected, not created."""

    kind: Literal["hubspot"]
    base_url: str = "https://api.hubapi.com"
    api_version: str = Field(default="2026-09", pattern=r"^\d{4}-\d{2}$")
    object_type: Word = "contacts"
    property_group: Word = "contactinformation"
    mode: Literal["update_only", "upsert"] = "update_only"
    token_from: Word | None = "HUBSPOT_TOKEN"  # noqa: S105 - the name of a variable


class Webhook(Remote):
    """Any HTTP address that takes JSON. url_from: the environment variable with the address, where it is a secret itself."""

    kind: Literal["webhook"]
    url: str | None = None
    url_from: Word | None = None
    batch_size: int = Field(default=1, gt=0, le=1000)
    is_idempotent: bool = True

    @model_validator(mode="after")
    def _has_one_address(self) -> Webhook:
        if (self.url is None) == (self.url_from is None):
            raise ValueError("give either url or url_from")
        return self


class CsvFile(Destination):
    """A file that holds every row of the model. path: from the project folder. spreadsheet_safe: no cell begins a formula."""

    kind: Literal["csv"]
    path: Annotated[str, Field(min_length=1)]
    spreadsheet_safe: bool = True


Any_ = Annotated[HubSpot | Webhook | CsvFile, Field(discriminator="kind")]
ADAPTER: TypeAdapter[HubSpot | Webhook | CsvFile] = TypeAdapter(Any_)


def destinations_folder(settings: Settings) -> Path:
    """The folder of destinations: LEADS_DESTINATIONS, else destinations/ of the project."""
    return settings.project_dir / (os.environ.get(FOLDER_VARIABLE) or FOLDER)


def enabled_destinations(settings: Settings) -> list[HubSpot | Webhook | CsvFile]:
    """Those that `leads run` syncs, by name. Raises LeadsError (BAD_INPUT) as read_destination does."""
    names = sorted(file.stem for file in destinations_folder(settings).glob("*.yml"))
    return [found for found in (read_destination(settings, name) for name in names) if found.enabled]


def read_destination(settings: Settings, name: str) -> HubSpot | Webhook | CsvFile:
    """The destination of this name. Raises LeadsError: NOT_FOUND without its file, BAD_INPUT when a setting is wrong."""
    folder = destinations_folder(settings)
    path = folder / f"{name}.yml"
    if not is_file(path) or path.parent != folder:
        there = ", ".join(sorted(file.stem for file in folder.glob("*.yml"))) or "none"
        raise LeadsError(f"There is no destination {name} in {settings.shown(folder)}: {there}.", ExitCode.NOT_FOUND)
    shown = settings.shown(path)
    try:
        given: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise LeadsError(f"{shown} cannot be read as YAML{line}: correct it.", ExitCode.BAD_INPUT) from error
    if not isinstance(given, dict):
        raise LeadsError(f"{shown} holds no settings: see docs/activation.md.", ExitCode.BAD_INPUT)
    try:
        return ADAPTER.validate_python({"name": name, **given})
    except ValidationError as error:
        raise LeadsError(f"{shown}: {_first_problem(error)}; correct it.", ExitCode.BAD_INPUT) from error


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in problem["loc"] if part not in ("hubspot", "webhook", "csv"))
    told = problem["msg"].removeprefix("Value error, ")
    return f"{place}: {told}" if place else told


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


def from_environment(variable: str, what: str) -> str:
    """A secret. Raises LeadsError (USAGE) that names the variable when it is not set."""
    value = os.environ.get(variable, "").strip()
    if not value:
        raise LeadsError(f"{variable} is not set: set it to {what}.", ExitCode.USAGE)
    return value
