"""A dbt project of a few models with the materialization of the real one."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from leads.base.settings import PROJECT_DIR, Settings
from leads.base.warehouse import connect
from leads.build.dbt_runner import run_dbt

DESCRIBED: dict[str, Any] = {}
IS_OF_THE_BUILD = """
    select coalesce(kept.build_id = baseline.build_id, false)
    from operations.kept_tables as kept cross join int_build_baseline as baseline where kept.table_name = 'main.thing'
"""
# Stand-ins for what the real project computes; what differs from night to night comes from the environment, not from code.
STAND_INS = {
    "int_build_baseline": """
        select
            '{{ invocation_id }}' as build_id, '{{ env_var('NIGHT_BEFORE', '') }}' as previous_build_id,
            {{ env_var('NIGHT_KEEPS', 'true') }} as keeps_scores, 'the rules have changed' as why_whole,
            date '{{ env_var('NIGHT_SINCE', '2026-03-31') }}' as previous_as_of_date
    """,
    "int_leads_renewed": """
        select * from (values (2, date '2026-03-16'), (3, date '1900-01-01')) as t (lead_key, renewed_from_on)
    """,
    "int_leads_keyed": "select unnest([1, 2, 3]) as lead_key",
    "facts": """
        select lead_key, as_of_date, known_on, {{ env_var('NIGHT_VALUE', 'null') }} as value
        from (values {{ env_var('NIGHT_DATES', "(date '2026-03-01', date '2026-03-01')") }}) as dates (as_of_date, known_on)
        cross join (values (1), (2), (3)) as leads (lead_key)
    """,
}


class Project:
    """A dbt project with the materialization of the real one and one model, `thing`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(folder / "w.duckdb", folder / "rules", None, project_dir=folder)
        (folder / "models").mkdir()
        (folder / "rules").mkdir()
        for part in ("materializations", "increments", "clock", "dialect"):
            shutil.copytree(PROJECT_DIR / "macros" / part, folder / "macros" / part)
        shutil.copy(PROJECT_DIR / "macros/replay/is_replay.sql", folder / "macros")
        for name, sql in STAND_INS.items():
            (folder / f"models/{name}.sql").write_text("{{ config(materialized='table') }}" + sql)
        output = {"type": "duckdb", "path": "{{ env_var('LEADS_WAREHOUSE') }}"}
        self.write(
            "dbt_project.yml",
            {
                "name": "small",
                "profile": "small",
                "vars": {"rows_per_slice": 2, "as_of_date": "2026-04-01", "business_time_zone": ""},
                "on-run-start": ["{{ prepare_kept_tables() }}"],
            },
        )
        self.write("profiles.yml", {"small": {"target": "t", "outputs": {"t": output}}})

    def write(self, name: str, content: dict[str, object]) -> None:
        (self.folder / name).write_text(yaml.safe_dump(content))

    def build(
        self,
        sql: str,
        *arguments: str,
        materialized: str = "renewed",
        described: dict[str, Any] = DESCRIBED,
        **more: object,
    ) -> None:
        """Build the model. arguments: of dbt, beside the command."""
        config = {"materialized": materialized} | more
        (self.folder / "models/thing.sql").write_text(f"{{{{ config(**{config!r}) }}}} {sql}")
        self.write("models/thing.yml", {"models": [{"name": "thing", **described}]})
        run_dbt(self.settings, ["build", *arguments])

    def rows(self, query: str = "from thing") -> list[object]:
        with connect(self.settings.warehouse, read_only=True) as con:
            return [row[0] for row in con.execute(query).fetchall()]
