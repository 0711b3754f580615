"""From loading to a build that fails, no value of a person is in a log, an artifact or an error, and no machine is called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import canaries
from leads.base.settings import PROJECT_DIR
from leads.base.warehouse import connect

# As no build would leave it: a text column that is no JSON.
SPOIL = """
    alter table intermediate.int_profiles_enriched alter lead_attributes type varchar;
    update intermediate.int_profiles_enriched set lead_attributes = '{' || lead_attributes
"""
# Nor this: a failing test has two rows of people against it.
DOUBLED = "insert into intermediate.int_leads_keyed from intermediate.int_leads_keyed order by lead_id limit 2"
READS_IT = ["--select", "int_lead_attributes"]


@dataclass(frozen=True)
class Walk:
    """A folder with the warehouse, the logs and the artifacts of some commands."""

    folder: Path

    def run(self, *commands: Any, **environment: str) -> tuple[list[int], list[str], str]:
        """Exit codes, machines called, and what was shown."""
        words = [json.dumps(command) for command in commands]
        mine = {
            "LEADS_WAREHOUSE": str(self.folder / "w.duckdb"),
            "LEADS_LOGS": str(self.folder / "logs"),
            "LEADS_TARGET": str(self.folder / "target"),
            "LEADS_RULES": "seeds/rules",
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        script = [sys.executable, str(Path(__file__).with_name("watched.py")), str(self.folder / "report.json"), *words]
        done = subprocess.run(
            script,
            capture_output=True,
            text=True,
            check=True,
            cwd=PROJECT_DIR,
            env={**os.environ, **mine, **environment},
        )
        report = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return report["codes"], report["calls"], done.stdout + done.stderr

    def marked(self) -> set[str]:
        """The files of logs and artifacts that hold a mark."""
        places = [path for name in ("logs", "target") for path in (self.folder / name).rglob("*") if path.is_file()]
        assert len(places) > 100
        return {
            str(path.relative_to(self.folder)) for path in places if canaries.MARK.encode() in path.read_bytes().lower()
        }


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder = tmp_path_factory.mktemp("walk")
    canaries.write(folder / "delivery")
    return Walk(folder)


def test_nothing_personal_is_written_or_shown_and_no_machine_is_called(walk: Walk) -> None:
    date = ["--as-of-date", "2026-01-10"]
    codes, calls, shown = walk.run(
        ["load", str(walk.folder / "delivery")],
        ["load", str(walk.folder / "refused")],
        ["status"],
        ["build", *date, "--skip-tests"],
        ["build", *date, "--select", "assert_no_merge_cycles"],
        DOUBLED,
        ["build", *date, "--select", "int_leads_keyed_keeps_its_grain"],
        SPOIL,
        ["build", *date, *READS_IT, "--skip-tests"],
        ["status"],
    )
    assert codes == [0, 3, 0, 0, 0, 0, 1, 0, 1, 0], shown
    assert calls == []
    assert walk.marked() == set()
    assert canaries.MARK not in shown.lower()
    assert "(the message may quote a row and is withheld)" in shown and "2 rows against it" in shown, shown
    assert "The test assert_no_merge_cycles warns: 1 row against it" in shown
    assert "The last build failed: the model int_" in shown
    with connect(walk.folder / "w.duckdb", read_only=True) as con:
        counts = "select count(*) from raw.{} where raw_text ilike '%canary%'"
        assert con.execute(counts.format("rejected_rows")).fetchone() == (7,)


@pytest.mark.torture
def test_the_search_finds_what_dbt_alone_writes(walk: Walk) -> None:
    """dbt on its own quotes rows, which is why `leads build` keeps them out: the test above can fail."""
    folders = ["--target-path", str(walk.folder / "target"), "--log-path", str(walk.folder / "logs")]
    environment = {"LEADS_AS_OF_DATE": "2026-01-10", "DBT_SEND_ANONYMOUS_USAGE_STATS": "true"}
    codes, calls, shown = walk.run(["dbt", "run", *READS_IT, "--profiles-dir", ".", *folders], **environment)
    assert codes == [1]
    assert "logs/dbt.log" in walk.marked() and canaries.MARK in shown
    assert calls, "statistics that were asked for are seen to be sent"
