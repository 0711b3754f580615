"""The time zone in which the business counts its days: one setting, read as dbt reads it (macro business_time_zone)."""

from __future__ import annotations

import os
from datetime import date, datetime, timezone
from pathlib import Path

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.project_vars import project_vars

UTC = "UTC"
VARIABLE = "LEADS_BUSINESS_TIME_ZONE"


def business_time_zone(project_dir: Path) -> str:
    """The var business_time_zone of dbt_project.yml, else LEADS_BUSINESS_TIME_ZONE, else UTC: an IANA name.

    Raises LeadsError (USAGE) for a name that is no time zone.
    """
    var = str(project_vars(project_dir).get("business_time_zone") or "").strip()
    zone = var or os.environ.get(VARIABLE, "").strip() or UTC
    if zone != UTC:
        import pytz

        if zone not in pytz.all_timezones_set:
            place = "The var business_time_zone of dbt_project.yml" if var else VARIABLE
            raise LeadsError(
                f"{place} is {zone!r}, which is no time zone; give an IANA name such as Europe/Berlin.", ExitCode.USAGE
            )
    return zone


def today_in(zone: str) -> date:
    """The current date of a time zone."""
    if zone == UTC:
        return datetime.now(timezone.utc).date()
    import pytz

    return datetime.now(pytz.timezone(zone)).date()


def business_date(moment: str, zone: str) -> str:
    """SQL of the day of a time zone on which a moment (UTC) lies."""
    local = moment if zone == UTC else f"timezone({sql.text(zone)}, timezone('UTC', {moment}))"
    return f"cast({local} as date)"
