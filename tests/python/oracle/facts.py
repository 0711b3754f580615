"""The raw rows, and which of them are visible on a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from .days import day_of, end_of

Row = dict[str, Any]

# The columns of the raw contract that decide a score, in the order of the contract.
COLUMNS: dict[str, tuple[str, ...]] = {
    "leads": (
        *("lead_id", "email", "phone", "full_name", "account_id", "audience", "job_title", "seniority", "department"),
        *("country", "postal_code", "source", "campaign", "created_at", "attributes", "deleted_at", "loaded_at"),
    ),
    "accounts": (
        *("account_id", "name", "domain", "industry", "annual_revenue", "employee_count", "founded_year"),
        *("service_center_count", "is_minority_owned", "latitude", "longitude", "postal_code", "country"),
        *("attributes", "deleted_at", "loaded_at"),
    ),
    "events": (
        *("event_id", "lead_id", "anonymous_id", "email", "event_type", "channel", "occurred_at", "session_id"),
        *("message_id", "asset_id", "campaign", "url", "user_agent", "is_machine", "dedupe_key", "properties"),
        "loaded_at",
    ),
    "identity_links": ("anonymous_id", "lead_id", "linked_at", "deleted_at", "loaded_at"),
    "lead_merges": ("merged_lead_id", "surviving_lead_id", "merged_at", "deleted_at", "loaded_at"),
    "sales_activities": (
        *("activity_id", "lead_id", "owner_id", "activity_type", "reason", "occurred_at"),
        *("deleted_at", "loaded_at"),
    ),
    "opportunities": (
        *("opportunity_id", "lead_id", "account_id", "stage", "amount", "is_closed", "is_won", "created_at"),
        *("closed_at", "deleted_at", "loaded_at"),
    ),
    "orders": (
        *(
            "order_id",
            "line_id",
            "lead_id",
            "account_id",
            "product_id",
            "quantity",
            "amount",
            "ordered_at",
            "deleted_at",
        ),
        *("loaded_at", "_load_batch_id", "_source_file"),
    ),
    "survey_responses": (
        *("response_id", "respondent_id", "population", "survey_kind", "survey_id", "question_id", "score"),
        *("occurred_at", "deleted_at", "loaded_at"),
    ),
    "score_overrides": (
        *("override_id", "lead_id", "dimension", "points", "starts_on", "expires_on", "deleted_at", "loaded_at"),
    ),
}
# Without these a row is no fact; the loader rejects it.
REQUIRED: dict[str, tuple[str, ...]] = {
    "leads": ("lead_id", "loaded_at"),
    "accounts": ("account_id", "loaded_at"),
    "events": ("event_id", "event_type", "occurred_at", "loaded_at"),
    "identity_links": ("anonymous_id", "lead_id", "linked_at", "loaded_at"),
    "lead_merges": ("merged_lead_id", "surviving_lead_id", "merged_at", "loaded_at"),
    "sales_activities": ("activity_id", "lead_id", "activity_type", "occurred_at", "loaded_at"),
    "opportunities": ("opportunity_id", "loaded_at"),
    "orders": ("order_id", "ordered_at", "loaded_at"),
    "survey_responses": ("response_id", "respondent_id", "occurred_at", "loaded_at"),
    "score_overrides": ("lead_id", "dimension", "points", "starts_on", "expires_on", "loaded_at"),
}
# A fact counts once all of these have passed; a profile and an override have only their load time.
TIMES: dict[str, tuple[str, ...]] = {
    table: tuple(name for name in required if name.endswith("_at")) for table, required in REQUIRED.items()
}


@dataclass(frozen=True)
class Facts:
    """All raw rows by table, as delivered; times are UTC without a zone."""

    tables: Mapping[str, Sequence[Row]]

    def visible(self, table: str, known_on: date) -> list[Row]:
        """The rows of one raw table that had happened and had been loaded before known_on + 1 day."""
        end = end_of(known_on)
        required, times = REQUIRED[table], TIMES[table]
        return [
            row
            for row in self.tables.get(table, ())
            if all(row.get(name) is not None for name in required)
            and (row["deleted_at"] < end if row.get("deleted_at") else all(row[name] < end for name in times))
            and row["loaded_at"] < end
        ]


def told_on(row: Row) -> date:
    """The date from which a row of a thing that can be deleted is visible."""
    moments = [row["deleted_at"]] if row.get("deleted_at") else [row.get(name) for name in ("linked_at", "merged_at")]
    return day_of(max(moment for moment in (*moments, row["loaded_at"]) if moment is not None))


def fetch_facts(con: duckdb.DuckDBPyConnection, schema: str = "raw") -> Facts:
    """Read the raw tables of a schema; a missing table is empty and a missing column null, as in the contract."""
    return Facts({table: _fetch(con, schema, table, columns) for table, columns in COLUMNS.items()})


def _fetch(con: duckdb.DuckDBPyConnection, schema: str, table: str, columns: Sequence[str]) -> list[Row]:
    found = con.execute(
        "select column_name from information_schema.columns"
        " where table_catalog = current_database() and table_schema = ? and table_name = ?",
        [schema, table],
    ).fetchall()
    present = [name for name in columns if (name,) in found]
    if not present:
        return []
    listed = ", ".join(f'"{name}"' for name in present)
    rows = con.execute(f'select {listed} from "{schema}"."{table}"').fetchall()
    return [dict.fromkeys(columns) | dict(zip(present, row, strict=False)) for row in rows]


def in_column_order(row: Row, columns: Sequence[str]) -> tuple[tuple[bool, Any], ...]:
    """Sort key of a row by the given columns: smallest first, empty last."""
    values = [row.get(name) for name in columns]
    return tuple((True, 0) if value is None else (False, value) for value in values)
