"""The profile of a lead on a date: columns, keys of `attributes` and derived values under one name each."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .compare import as_text, text
from .facts import COLUMNS, Row, in_column_order
from .rules import Rule, Seeds

EARTH_RADIUS_KM = 6371.0088  # mean radius R1 of the IUGG
NOT_PROFILE = ("attributes", "deleted_at", "loaded_at")


def json_object(raw: str | None) -> dict[str, Any]:
    """A flat JSON object with its numbers as written; anything else is empty."""
    if not raw:
        return {}
    try:
        parsed = json.loads(raw, parse_int=str, parse_float=str, parse_constant=str)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def newest(rows: Sequence[Row], table: str, key: str) -> dict[str, Row]:
    """Of each id the row with the newest loaded_at; of the same moment one that deletes it, else the first in column order. None
    of an id that this row deletes."""
    found: dict[str, Row] = {}
    for row in rows:
        held = found.setdefault(row[key], row)
        newer = _word(row) > _word(held)
        first = _word(row) == _word(held) and _place(row, table) < _place(held, table)
        if newer or first:
            found[row[key]] = row
    return {one: row for one, row in found.items() if not row.get("deleted_at")}


def _word(row: Row) -> tuple[datetime, bool]:
    return row["loaded_at"], bool(row.get("deleted_at"))


def _place(row: Row, table: str) -> tuple[tuple[bool, Any], ...]:
    return in_column_order(row, COLUMNS[table])


def first_seen(rows: Sequence[Row]) -> dict[str, datetime]:
    """The load time of the first profile row of each lead."""
    seen: dict[str, datetime] = {}
    for row in rows:
        seen[row["lead_id"]] = min(row["loaded_at"], seen.get(row["lead_id"], row["loaded_at"]))
    return seen


@dataclass(frozen=True)
class Profile:
    """All attributes of one lead as text; unknown ones are None."""

    values: dict[str, str]

    def get(self, name: str | None) -> str | None:
        """The value of an attribute, None when unknown."""
        return self.values.get(name or "")

    @property
    def audience(self) -> str:
        """b2b or b2c as delivered, else b2b with an account and b2c without."""
        delivered = self.get("audience")
        return as_text(delivered) if delivered else "b2b" if self.get("account_id") else "b2c"


def build_profile(lead: Row, account: Row, mappings: Seeds, on: date) -> Profile:
    """Columns before keys before derived values, the lead's before the account's."""
    layers: list[dict[str, Any]] = [
        {name: lead.get(name) for name in COLUMNS["leads"] if name not in NOT_PROFILE},
        {name: account.get(name) for name in COLUMNS["accounts"] if name not in NOT_PROFILE},
        json_object(lead.get("attributes")),
        json_object(account.get("attributes")),
    ]
    values: dict[str, str] = {}
    for layer in layers:
        _fill(values, layer)
    _fill(values, {"email_domain": _domain(values.get("email")), "distance_km": _distance_km(account, mappings)})
    if (founded := account.get("founded_year")) is not None:
        _fill(values, {"years_in_business": on.year - int(founded)})
    _fill(values, dict(_title_row(values.get("job_title"), mappings.rows("job_titles"))))
    return Profile(values)


def _fill(values: dict[str, str], layer: dict[str, Any]) -> None:
    for name, value in layer.items():
        if name not in values and (known := text(value)) is not None:
            values[name] = known


def _domain(email: str | None) -> str | None:
    return as_text(email).rsplit("@", 1)[1] if email and "@" in email else None


def _title_row(job_title: str | None, titles: Sequence[Rule]) -> Rule:
    """Seniority and department, each of the longest keyword among the title's words that states one, then by alphabet."""
    parted = "".join(" " if letter in ",;:/&()-.|+<>" else letter for letter in as_text(job_title or ""))
    words = f" {' '.join(parted.split())} "
    found = [row for row in titles if (word := row.get("keyword")) and f" {as_text(word)} " in words]
    found.sort(key=lambda row: (-len(row["keyword"] or ""), row["keyword"] or ""))
    return {
        column: next((stated for row in found if (stated := row.get(column))), None)
        for column in ("seniority", "department")
    }


def _distance_km(account: Row, mappings: Seeds) -> float | None:
    latitude, longitude = account.get("latitude"), account.get("longitude")
    if latitude is None or longitude is None or not math.isfinite(latitude) or not math.isfinite(longitude):
        return None
    distances = [
        haversine_km(latitude, longitude, float(north), float(east))
        for site in mappings.rows("sites")
        if (north := site.get("latitude")) and (east := site.get("longitude"))
    ]
    return round(min(distances), 3) if distances else None


def haversine_km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Great-circle distance in km between two points in degrees (haversine formula)."""
    north, to_north = math.radians(latitude), math.radians(to_latitude)
    half_chord = (
        math.sin((to_north - north) / 2) ** 2
        + math.cos(north) * math.cos(to_north) * math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half_chord)))
