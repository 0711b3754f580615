"""Where things are: one object read by every sub-command, set by options or by environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """Paths and the date of a run.

    warehouse: the DuckDB file. rules: the folder of rule seeds. as_of_date: the date every number is for (UTC);
    None is the current UTC date.
    """

    warehouse: Path
    rules: Path
    as_of_date: date | None
    project_dir: Path = PROJECT_DIR

    @classmethod
    def from_environment(cls) -> Settings:
        """Read LEADS_WAREHOUSE, LEADS_RULES and LEADS_AS_OF_DATE; relative paths start at the project folder."""
        as_of = os.environ.get("LEADS_AS_OF_DATE") or None
        return cls(
            warehouse=PROJECT_DIR / os.environ.get("LEADS_WAREHOUSE", "warehouse/leads.duckdb"),
            rules=PROJECT_DIR / os.environ.get("LEADS_RULES", "seeds/rules"),
            as_of_date=date.fromisoformat(as_of) if as_of else None,
        )

    def environment(self) -> dict[str, str]:
        """The environment variables that make dbt read the same settings."""
        return {
            "LEADS_WAREHOUSE": str(self.warehouse),
            "LEADS_RULES": str(self.rules),
            "LEADS_AS_OF_DATE": self.as_of_date.isoformat() if self.as_of_date else "",
        }

    @property
    def effective_as_of_date(self) -> date:
        """The date of the run, the current UTC date by default."""
        return self.as_of_date or datetime.now(timezone.utc).date()
