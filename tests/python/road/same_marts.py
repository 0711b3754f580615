"""Compares the marts of a road with those of a warehouse kept aside, lead by lead, so that a difference has a name."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from leads.base.warehouse import connect
from road import COMPARED, Road

SCORES = (
    "lead_id, fit_score, engagement_score, lead_score, shadow_score, fit_grade, engagement_band, lifetime_engagement, "
    "peak_engagement, engagement_7d_ago, engagement_30d_ago, not_scored_reason"
)


def keep_aside(road: Road, folder: Path) -> Path:
    """A copy of the warehouse as it stands."""
    copy = folder / "kept.duckdb"
    shutil.copy(road.settings.warehouse, copy)
    return copy


def differing_groups(road: Road, kept: Path) -> dict[str, set[str]]:
    """By mart the groups of leads whose rows differ from those kept; a mart without leads has the group `all`."""
    with connect(road.settings.warehouse) as con:
        con.execute(f"attach '{kept}' as kept (read_only)")
        marts = con.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        found = {mart: _differing(con, mart) for mart in sorted({mart for (mart,) in marts})}
    return {mart: groups for mart, groups in found.items() if groups}


def differing_leads(road: Road, kept: Path, mart: str = "lead_scores", columns: str = SCORES) -> set[str]:
    """The leads of which a row differs in these columns, or which only one of the two has."""
    with connect(road.settings.warehouse) as con:
        con.execute(f"attach '{kept}' as kept (read_only)")
        return {row[0] for row in con.execute(f"select distinct lead_id from {_either(mart, columns)}").fetchall()}


def _differing(con: duckdb.DuckDBPyConnection, mart: str) -> set[str]:
    columns = {row[0] for row in con.execute(f"describe marts.{mart}").fetchall()}
    key = next((name for name in ("lead_id", "account_id") if name in columns), None)
    group = f"regexp_extract({key}, '[0-9]+')" if key else "'all'"
    return {row[0] for row in con.execute(f"select distinct {group} from {_either(mart, '*')}").fetchall()}


def _either(mart: str, columns: str) -> str:
    """The rows that only one of the two has."""
    here, there = (f"select {columns} from {place}marts.{mart}{COMPARED.get(mart, '')}" for place in ("", "kept."))
    return f"(({here} except all {there}) union all ({there} except all {here}))"
