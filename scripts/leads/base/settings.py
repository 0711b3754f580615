"""Where things are: one object read by every sub-command, set by options or by environment variables."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from leads.base.errors import ExitCode, LeadsError
from leads.base.time_zone import UTC, VARIABLE, business_time_zone, today_in

PROJECT_DIR = Path(__file__).resolve().parents[3]
DEFAULT_WAREHOUSE = "warehouse/leads.duckdb"


@dataclass(frozen=True)
class Settings:
    """Paths and the date of a run.

    warehouse: the DuckDB file. rules: the folder of rule seeds. as_of_date: the date every number is for; None is the current
    date of the business. example: the folder under examples/ the settings were taken from, if any. time_zone: the IANA name
    of the zone in which the business counts its days.
    """

    warehouse: Path
    rules: Path
    as_of_date: date | None
    project_dir: Path = PROJECT_DIR
    example: str | None = None
    time_zone: str = UTC

    @classmethod
    def from_environment(cls) -> Settings:
        """Read LEADS_WAREHOUSE, LEADS_RULES, LEADS_AS_OF_DATE and the time zone; relative paths start at the project folder.

        Raises LeadsError (USAGE) for a LEADS_AS_OF_DATE that is not a date and a time zone that is none.
        """
        as_of = os.environ.get("LEADS_AS_OF_DATE")
        return cls(
            warehouse=PROJECT_DIR / (os.environ.get("LEADS_WAREHOUSE") or DEFAULT_WAREHOUSE),
            rules=PROJECT_DIR / (os.environ.get("LEADS_RULES") or "seeds/rules"),
            as_of_date=parse_date(as_of, "LEADS_AS_OF_DATE") if as_of else None,
            time_zone=business_time_zone(PROJECT_DIR),
        )

    def environment(self) -> dict[str, str]:
        """The environment variables that make dbt read the same warehouse, date and time zone; for rules see leads.build.seed_folder."""
        return {
            "LEADS_WAREHOUSE": str(self.warehouse),
            "LEADS_AS_OF_DATE": self.as_of_date.isoformat() if self.as_of_date else "",
            VARIABLE: self.time_zone,
        }

    @property
    def effective_as_of_date(self) -> date:
        """The date of the run, today by default."""
        return self.as_of_date or self.today

    @property
    def today(self) -> date:
        """The current date of the business."""
        return today_in(self.time_zone)

    @property
    def log_dir(self) -> Path:
        """Where dbt and `leads` write their logs: LEADS_LOGS, else logs/ in the project folder."""
        return self.project_dir / (os.environ.get("LEADS_LOGS") or "logs")

    @property
    def target_dir(self) -> Path:
        """What can be made again: LEADS_TARGET, else target/ in the project folder."""
        return self.project_dir / (os.environ.get("LEADS_TARGET") or "target")

    @property
    def compiled_dir(self) -> Path:
        """Where dbt writes what it compiled, manifest.json and run_results.json.

        Of the default warehouse target/ itself, where `dbt retry`, `dbt docs` and `--state` look. Of any other a folder below
        it: dbt parses the project anew when the warehouse changes, and results of one are no results of another.
        """
        is_default = self.warehouse == self.project_dir / DEFAULT_WAREHOUSE
        return self.target_dir if is_default else self.target_dir / "warehouses" / self.warehouse.stem

    @property
    def dbt_log(self) -> str:
        """The log of dbt, as a reader wants it named."""
        return self.shown(self.log_dir / "dbt.log")

    def shown(self, path: Path) -> str:
        """A path as a reader wants it: from the project folder when it lies inside, whole otherwise."""
        return str(path.relative_to(self.project_dir)) if path.is_relative_to(self.project_dir) else str(path)


def is_debugging() -> bool:
    """Whether LEADS_DEBUG=1 asks for tracebacks and for every statement in dbt's log."""
    return os.environ.get("LEADS_DEBUG") == "1"


def memory_limit() -> str:
    """The most memory that DuckDB may use: LEADS_MEMORY_LIMIT, as `4GB`; empty: its own default, 80 % of the machine's.

    The macro lock_engine reads the same variable. Raises LeadsError (USAGE) for anything else.
    """
    given = os.environ.get("LEADS_MEMORY_LIMIT", "").strip()
    if given and not re.fullmatch(r"\d+(\.\d+)?\s*[KMGT]i?B", given, re.IGNORECASE):
        raise LeadsError(
            f"LEADS_MEMORY_LIMIT is {given!r}, which is no amount of memory; write it as 4GB or 500MB.",
            ExitCode.USAGE,
        )
    return given


def parse_date(text: str, given_as: str) -> date:
    """A date written YYYY-MM-DD. Raises LeadsError (USAGE) that names where it was given."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise LeadsError(
            f"{given_as} is {text!r}, which is not a date; write it as YYYY-MM-DD.", ExitCode.USAGE
        ) from None
