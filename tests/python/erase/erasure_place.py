"""A folder with sources, a warehouse, its record, logs and target, worked on by the command line."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from typer.testing import CliRunner

from erasure_world import NAMES, email, full_name, identifiers, lead, old_lead
from leads.base.secret import VARIABLE
from leads.base.settings import PROJECT_DIR, Settings
from leads.base.warehouse import connect, record_of, sync_state_of
from leads.build.dbt_runner import run_dbt
from leads.build.land_state import land_state
from leads.cli import app
from leads.load.load_mapping import LoadReport, load_mapping
from leads.notes.notes import TABLES as NOTES
from leads.publish.layout import Layout
from leads.sync.state import TABLES

SECRET = "s" * 16 + "0123456789abcdef"
ASKED = [old_lead(name) if name == "D00" else lead(name) for name in NAMES]


@dataclass(frozen=True)
class Place:
    """Everything of one installation lies below `folder`; the sources, which no erasure reaches, do not."""

    root: Path

    @property
    def folder(self) -> Path:
        """What is searched."""
        return self.root / "kept"

    @property
    def sources(self) -> Path:
        """The source files."""
        return self.root / "sources"

    @property
    def warehouse(self) -> Path:
        """The warehouse."""
        return self.folder / "leads.duckdb"

    @property
    def record(self) -> Path:
        """The record beside it."""
        return record_of(self.warehouse)

    @property
    def settings(self) -> Settings:
        """The settings."""
        return Settings(self.warehouse, PROJECT_DIR / "seeds/rules", None)

    def environment(self) -> dict[str, str]:
        """The environment of the commands."""
        return {
            "LEADS_TARGET": str(self.folder / "target"),
            "LEADS_LOGS": str(self.folder / "logs"),
            "LEADS_WAREHOUSE": str(self.warehouse),
            VARIABLE: SECRET,
        }

    def load(self, warehouse: Path | None = None) -> LoadReport:
        """Load the sources."""
        return load_mapping(self.sources, warehouse or self.warehouse)

    def build(self, as_of: str, *arguments: str) -> None:
        """Build every model and the record."""
        settings = Settings(self.warehouse, PROJECT_DIR / "seeds/rules", date.fromisoformat(as_of))
        run_dbt(settings, ["build", "--exclude-resource-type", "unit_test", "test", *arguments])

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run `leads`; exit code and all it printed."""
        result = CliRunner().invoke(app, list(arguments))
        return result.exit_code, result.output

    def read(self, query: str, path: Path | None = None) -> list[tuple[Any, ...]]:
        """Rows of a query of the warehouse."""
        with connect(path or self.warehouse, read_only=True) as con:
            return list(con.execute(query).fetchall())


def doomed_texts() -> list[str]:
    """All that names one of the doomed."""
    return [text for name in NAMES for text in identifiers(name)] + ["second.address.d16@mail.example"]


def sync_by_hand(place: Place) -> None:
    """A state of syncs that knows the doomed and another, and quotes one of them in what is said of the other."""
    with connect(sync_state_of(place.warehouse)) as con:
        con.execute(TABLES)
        for number, name in enumerate([*NAMES, "K001"]):
            held, columns = "inflight", "payload_hash, sent_at"
            if number % 2:
                held, columns = "ledger", "acknowledged_hash, acknowledged_at"
            into = f"sync.{held} (destination, lead_id, {columns})"
            con.execute(f"insert into {into} values ('crm', $1, 'x', '2026-01-20')", [lead(name)])
        con.execute(
            "insert into sync.rejects (destination, lead_id, reason) values ('mail', $1, $2)",
            [lead("K001"), f"is {lead('D03')} ({email('D03')}) already"],
        )
        con.execute(NOTES)
        con.execute("insert into notes.matters (matter, lead_id) values ('hand-raise 1', $1)", [lead("D03")])
    with connect(place.warehouse) as con:
        land_state(con, place.warehouse)  # as the last build left it


def publish_by_hand(place: Place) -> None:
    """Files as publications, exports, syncs, scratch and logs leave them, with people in them."""
    sync_by_hand(place)
    layout = Layout(place.warehouse)
    for file in (layout.served("analysts"), layout.generation(1) / "analysts" / place.warehouse.name):
        file.parent.mkdir(parents=True)
        shutil.copyfile(place.warehouse, file)
    layout.exports.mkdir()
    (layout.exports / "leads.csv").write_text(f"lead_id,email\n{lead('D03')},{email('D03')}\n")
    layout.digests.mkdir()
    (layout.digests / "2026-01-01.txt").write_text(f"Lead {lead('D03')}, {full_name('D03')}\n")
    logs = place.folder / "logs"
    (logs / "leads.log").write_text(f"could not read {email('D07').upper()}\n")
    (logs / "other.log").write_text("nothing to tell, and lead-D070-x7q is another\n")
    (place.folder / "target" / "note.sql").write_text(f"-- {full_name('D08')}\n")
    scratch = place.warehouse.with_name(place.warehouse.name + ".tmp")
    scratch.mkdir(exist_ok=True)
    (scratch / "spill").write_bytes(email("D02").encode())
    with duckdb.connect(str(place.warehouse.with_name(place.warehouse.name + ".replay"))) as con:
        con.execute("create table history as select $1 as lead_id", [lead("D01")])
