"""The file: whole or as before, and again when it is gone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from leads.base.errors import ExitCode, LeadsError
from sync_place import Lead, Place

FIELDS = {"Score": "lead_score", "Stage": "stage", "Due at": "due_at"}


@pytest.fixture
def file(place: Place) -> Path:
    place.write_destination("csv", kind="csv", path="out/leads.csv", fields=FIELDS, key="Lead")
    return place.folder / "out" / "leads.csv"


def test_the_file_holds_every_row_and_no_formula(place: Place, file: Path) -> None:
    place.publish([Lead("b", 12.5, "=cmd()"), Lead("a", None, None, "2026-03-01 09:30:00")])
    assert place.sync("csv").tally.acknowledged == 2
    assert file.read_text() == "Lead,Score,Stage,Due at\na,,,2026-03-01T09:30:00Z\nb,12.50,'=cmd(),\n"
    assert [path.name for path in file.parent.iterdir()] == ["leads.csv"]
    place.write_destination("csv", kind="csv", path="out/leads.csv", fields=FIELDS, key="Lead", spreadsheet_safe=False)
    assert place.sync("csv", is_full=True).tally.acknowledged == 2
    assert "\nb,12.50,=cmd(),\n" in file.read_text()


def test_it_is_written_when_something_changed_or_it_is_gone(place: Place, file: Path) -> None:
    place.publish([Lead("a", 1), Lead("b", 2)])
    place.sync("csv")
    written = file.stat().st_mtime_ns
    assert place.sync("csv").counts.planned == 0 and file.stat().st_mtime_ns == written
    file.unlink()
    assert place.sync("csv").tally.acknowledged == 2 and file.exists()
    place.publish([Lead("a", 1), Lead("b", 3)])
    assert place.sync("csv").counts.changed == 1
    assert "b,3.00" in file.read_text()
    place.publish([Lead("a", 1)])  # b was erased: no row changed, and yet the file must not hold it
    assert place.sync("csv").counts.gone == 1
    assert "b," not in file.read_text()
    place.publish([Lead("a", 1)])
    assert place.sync("csv").counts.gone == 0


def test_a_part_of_a_file_is_refused(place: Place, file: Path) -> None:
    place.publish([Lead("a", 1)])
    for choice in ({"limit": 1}, {"only_keys": ("a",)}):
        with pytest.raises(LeadsError, match="is written whole") as refused:
            place.sync("csv", **choice)
        assert refused.value.exit_code == ExitCode.USAGE
    assert not file.exists()


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    place: Place, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.publish([Lead("a", 1)])
    place.sync("csv")
    before = file.read_text()
    place.publish([Lead("a", 2)])

    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("leads.publish.durable.replace", full)
        with pytest.raises(LeadsError, match=r"leads\.csv cannot be written"):
            place.sync("csv")
    assert file.read_text() == before and [path.name for path in file.parent.iterdir()] == ["leads.csv"]
    assert place.sync("csv").counts.in_flight == 1
    with duckdb.connect() as con:
        assert con.execute(f"select Score from '{file}'").fetchall() == [(2.0,)]
