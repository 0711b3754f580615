"""A destination as its YAML file describes it: what is sent where, how fast, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, TypeAdapter, ValidationError, model_validator

from leads.base.errors import ExitCode, LeadsError
from leads.base.on_disk import is_file
from leads.base.settings import Settings
from leads.sync.destination_base import Destination, Remote, Word
from leads.sync.vendors import Dynamics, Salesforce, Tryton

FOLDER = "destinations"
FOLDER_VARIABLE = "LEADS_DESTINATIONS"


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


BehindHttp = HubSpot | Salesforce | Dynamics | Tryton | Webhook
Known = BehindHttp | CsvFile
ByKind = Annotated[HubSpot | Salesforce | Dynamics | Tryton | Webhook | CsvFile, Field(discriminator="kind")]
ADAPTER: TypeAdapter[Known] = TypeAdapter(ByKind)
KINDS = ("hubspot", "salesforce", "dynamics", "tryton", "webhook", "csv")


def destinations_folder(settings: Settings) -> Path:
    """The folder of destinations: LEADS_DESTINATIONS, else destinations/ of the project."""
    return settings.project_dir / (os.environ.get(FOLDER_VARIABLE) or FOLDER)


def enabled_destinations(settings: Settings) -> list[Known]:
    """Those that `leads run` syncs, by name. Raises LeadsError (BAD_INPUT) as read_destination does."""
    names = sorted(file.stem for file in destinations_folder(settings).glob("*.yml"))
    return [found for found in (read_destination(settings, name) for name in names) if found.enabled]


def read_destination(settings: Settings, name: str) -> Known:
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
    place = ".".join(str(part) for part in problem["loc"] if part not in KINDS)
    told = problem["msg"].removeprefix("Value error, ")
    return f"{place}: {told}" if place else told


def from_environment(variable: str, what: str) -> str:
    """A secret. Raises LeadsError (USAGE) that names the variable when it is not set."""
    value = os.environ.get(variable, "").strip()
    if not value:
        raise LeadsError(f"{variable} is not set: set it to {what}.", ExitCode.USAGE)
    return value
