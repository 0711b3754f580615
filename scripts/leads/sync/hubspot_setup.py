"""The properties that HubSpot needs before anything is sent: looked up, and those that lack created."""

from __future__ import annotations

from typing import Any

import duckdb
from pydantic import BaseModel, ValidationError

from leads.base.settings import Settings
from leads.sync.adapter import BatchRefused, Stopped
from leads.sync.destination import HubSpot
from leads.sync.http import calling
from leads.sync.payload import KEY, column_types, published
from leads.sync.wire import wire_of

# HubSpot's type and form field by the type of the column; anything else is text.
TYPES = {"DATE": ("date", "date"), "BOOLEAN": ("enumeration", "booleancheckbox")}
NUMBERS = ("DECIMAL", "INTEGER", "BIGINT", "DOUBLE")
YES_OR_NO = [
    {"label": "Yes", "value": "true", "displayOrder": 0, "hidden": False},
    {"label": "No", "value": "false", "displayOrder": 1, "hidden": False},
]


class _Property(BaseModel):
    name: str


class _Properties(BaseModel):
    results: list[_Property]


def set_up(settings: Settings, destination: HubSpot, only_show: bool) -> tuple[list[dict[str, Any]], list[str]]:
    """Create what lacks; the definitions of what lacked, and the names of what was there already.

    only_show: nothing is created. Raises LeadsError: NOT_FOUND, USAGE, BAD_INPUT, PAUSED, DESTINATION.
    """
    with duckdb.connect() as con, published(con, settings.warehouse):
        types = column_types(con, destination)
    wanted = definitions(destination, types)
    wire = wire_of(destination)
    path = f"/crm/properties/{destination.api_version}/{destination.object_type}"
    quota = wire.adapter.is_quota
    with calling(destination, wire.base_url, wire.token) as caller:
        try:
            listed = _Properties.model_validate_json(caller.call("GET", path, True, quota).content)
        except ValidationError:  # its message quotes the answer
            raise Stopped("HubSpot's list of properties is not what its documentation says.") from None
        there = {one.name for one in listed.results}
        lacking = [one for one in wanted if one["name"] not in there]
        if lacking and not only_show:
            try:
                caller.call("POST", f"{path}/batch/create", True, quota, json={"inputs": lacking})
            except BatchRefused:
                raise Stopped(
                    "HubSpot did not create the properties: create them by hand as `--setup --dry-run` shows them."
                ) from None
    return lacking, [one["name"] for one in wanted if one["name"] in there]


def definitions(destination: HubSpot, types: dict[str, str]) -> list[dict[str, Any]]:
    """Every property of the mapping as HubSpot's properties API takes it; the key is unique."""
    return [
        _definition(destination, field, types[column], is_key)
        for field, column, is_key in [
            (destination.key, KEY, True),
            *((field, column, False) for field, column in destination.fields.items()),
        ]
    ]


def _definition(destination: HubSpot, field: str, data_type: str, is_key: bool) -> dict[str, Any]:
    kind, form = TYPES.get(data_type, ("string", "text"))
    if data_type.startswith(NUMBERS):
        kind, form = "number", "number"
    if data_type.startswith("TIMESTAMP"):
        kind, form = "datetime", "date"
    more: dict[str, Any] = {"options": YES_OR_NO} if kind == "enumeration" else {}
    if is_key:
        more["hasUniqueValue"] = True
    label = field.replace("_", " ").capitalize()
    return {
        "name": field,
        "label": label,
        "type": kind,
        "fieldType": form,
        "groupName": destination.property_group,
        "description": "Written by the lead scoring; changes made by hand are overwritten.",
        **more,
    }
