"""The warehouse is opened one way, and a problem with it is told in words; the command shows what came of a load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import connect
from leads.cli import app
from load_place import Place

HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_held_warehouse_names_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "leads.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(LeadsError, match=rf"in use by \S+ \(process {holder.pid}\)") as caught, connect(path):
            pass
        holder.communicate()
    assert caught.value.exit_code is ExitCode.LOCKED
    with connect(path) as con:
        assert con.execute("select current_setting('TimeZone')").fetchone() == ("UTC",)


def test_a_warehouse_open_in_another_mode_is_locked_too(tmp_path: Path) -> None:
    path = tmp_path / "leads.duckdb"
    with connect(path), pytest.raises(LeadsError) as caught, connect(path, read_only=True):
        pass
    assert caught.value.exit_code is ExitCode.LOCKED


def test_a_missing_warehouse_and_a_file_of_another_kind_are_named(tmp_path: Path) -> None:
    with pytest.raises(LeadsError, match="run `leads load` first") as caught, connect(tmp_path / "no", read_only=True):
        pass
    assert caught.value.exit_code is ExitCode.NOT_FOUND
    (tmp_path / "text.duckdb").write_text("This is no database, it is a text of some length." * 100)
    with pytest.raises(LeadsError, match="cannot be opened") as caught, connect(tmp_path / "text.duckdb"):
        pass
    assert caught.value.exit_code is ExitCode.BAD_INPUT


def test_a_damaged_file_in_a_folder_named_lock_is_not_in_use(tmp_path: Path) -> None:
    path = tmp_path / "block" / "leads.duckdb"
    path.parent.mkdir()
    path.write_text("This is no database, it is a text of some length." * 100)
    with pytest.raises(LeadsError) as caught, connect(path):
        pass
    assert caught.value.exit_code is ExitCode.BAD_INPUT


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LeadsError, match="cannot be made") as caught, connect(tmp_path / "file" / "leads.duckdb"):
        pass
    assert caught.value.exit_code is ExitCode.BAD_INPUT


def test_the_command_tells_what_did_not_fit_or_was_not_there(place: Place) -> None:
    place.write("l.jsonl", '{"user": {"lead": "1"}}\n')
    place.map("leads", files="l.jsonl", columns={"lead_id": "user/lead"})
    run = CliRunner().invoke(app, ["load", str(place.folder), "--warehouse", str(place.warehouse)])
    shown = " ".join(run.output.split())
    assert run.exit_code == ExitCode.REJECTED
    assert "no record has the key user/lead; a nested value is written /user/lead" in shown
    assert "NOT ONE of its 1 record fitted" in shown


def test_the_command_shows_records_landed_and_rejected(place: Place) -> None:
    place.leads("id,mail,created\n1,a,2026-01-01\n2,secret@x.org,never\n")
    run = CliRunner().invoke(app, ["load", str(place.folder), "--warehouse", str(place.folder / "new.duckdb")])
    assert run.exit_code == 0
    assert [line.split() for line in run.stdout.splitlines() if "leads.csv" in line] == [
        ["leads", "leads.csv", "2", "1", "1"]
    ]
    assert "Load 1 landed 1 row; 1 row did not fit and is in raw.rejected_rows" in run.stdout
    assert "secret" not in run.output
    again = CliRunner().invoke(app, ["load", str(place.folder), "--warehouse", str(place.folder / "new.duckdb")])
    assert "Nothing new" in again.stdout


def test_the_command_answers_a_broken_file_with_one_sentence_and_its_exit_code(place: Place) -> None:
    place.leads("id,mail,created\n")
    place.write("leads.csv", 'id,mail,created\n1,"a,2026-01-01\n')
    run = CliRunner().invoke(app, ["load", str(place.folder), "--warehouse", str(place.folder / "new.duckdb")])
    assert run.exit_code == ExitCode.BAD_INPUT
    assert "leads.csv is refused, nothing was loaded" in run.output and "Traceback" not in run.output
