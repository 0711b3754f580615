"""Ids live in the namespace of their entry, and what was landed before keeps its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from leads.base.warehouse import connect
from leads.load.load_mapping import LoadReport, load_mapping
from load_place import LOADED_AT

LEADS = "lead_id\nL1\nL2\n"
CALLS = "event_id,lead_id,event_type,occurred_at\n1,L1,call,2026-01-10\n2,L2,call,2026-01-10\n"
FORMS = "event_id,lead_id,event_type,occurred_at\n1,L2,demo_request,2026-01-11\n"


class Sources:
    """A folder with leads and some files of events, and a warehouse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warehouse = folder / "leads.duckdb"

    def load(self, files: dict[str, str], **entry: Any) -> LoadReport:
        """Load the files as entries of events; entry: further keys of each."""
        (self.folder / "leads.csv").write_text(LEADS)
        entries: list[dict[str, Any]] = [{"table": "leads", "files": "leads.csv"}]
        for name, content in files.items():
            (self.folder / name).write_text(content)
            entries.append({"table": "events", "files": name, **entry})
        (self.folder / "mapping.yml").write_text(yaml.safe_dump({"tables": entries}))
        return load_mapping(self.folder / "mapping.yml", self.warehouse, loaded_at=LOADED_AT)

    def ids(self) -> list[tuple[Any, ...]]:
        """Namespace, id and type of every event."""
        with connect(self.warehouse, read_only=True) as con:
            rows: list[tuple[Any, ...]] = con.execute(
                "select id_namespace, event_id, event_type from raw.events order by all"
            ).fetchall()
            return rows

    def forget(self) -> None:
        """As a former version landed it."""
        with connect(self.warehouse) as con:
            con.execute("update raw.events set id_namespace = null")


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path)


def test_two_entries_are_two_namespaces_and_the_load_says_which_ids_both_have(sources: Sources) -> None:
    report = sources.load({"calls.csv": CALLS, "forms.csv": FORMS})
    assert sources.ids() == [
        ("calls.csv", "1", "call"),
        ("calls.csv", "2", "call"),
        ("forms.csv", "1", "demo_request"),
    ]
    assert [file.shared for file in report.files] == [0, 0, 1]


def test_entries_may_share_a_namespace(sources: Sources) -> None:
    report = sources.load({"calls.csv": CALLS, "forms.csv": FORMS}, namespace="shared")
    assert {row[0] for row in sources.ids()} == {None}
    assert [file.shared for file in report.files] == [0, 0, 0]
    assert {row[0] for row in sources.ids()} == {None}


def test_what_a_former_version_landed_keeps_its_namespace_when_it_comes_again(sources: Sources) -> None:
    sources.load({"calls.csv": CALLS, "forms.csv": FORMS})
    sources.forget()
    more = CALLS.replace("2,L2,call,2026-01-10", "2,L1,call,2026-01-12") + "3,L2,call,2026-01-13\n"
    sources.load({"calls.csv": more, "forms.csv": FORMS})
    assert [row for row in sources.ids() if row[0]] == [("calls.csv", "3", "call")]
    assert len(sources.ids()) == 6


def test_an_entry_of_another_name_finds_what_it_had_landed(sources: Sources) -> None:
    sources.load({"calls.csv": CALLS})
    sources.load({"calls_2026.csv": CALLS + "3,L2,call,2026-01-13\n"})
    assert sources.ids() == [
        ("calls.csv", "1", "call"),
        ("calls.csv", "1", "call"),
        ("calls.csv", "2", "call"),
        ("calls.csv", "2", "call"),
        ("calls_2026.csv", "3", "call"),
    ]


def test_a_mapped_namespace_stands(sources: Sources) -> None:
    sources.load({"calls.csv": CALLS}, constants={"id_namespace": "telephony"})
    assert {row[0] for row in sources.ids()} == {"telephony"}
