"""The same bytes land once, loads are numbered, and missing places are named."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.load.load_mapping import load_mapping
from load_place import LEADS, Place

HEADER = "id,mail,created\n"


def test_the_same_file_twice_lands_once(place: Place) -> None:
    first = place.leads(HEADER + "1,a,2026-01-01\n2,b,never\n")
    again = place.load()
    place.write("leads.csv", HEADER + "3,c,2026-01-01\n")
    other = place.load()
    assert [first.batch_id, again.batch_id, other.batch_id] == [1, None, 2]
    assert [(file.is_known, file.records, file.landed, file.rejected) for file in again.files] == [(True, 2, 1, 1)]
    assert place.read("select lead_id, _load_batch_id from raw.leads order by 1") == [("1", 1), ("3", 2)]
    assert place.read("select count(*) from raw.rejected_rows") == [(1,)]
    assert place.read("select source_file, table_name, row_count, landed_count, rejected_count from raw.loaded_files") == [
        ("leads.csv", "leads", 2, 1, 1), ("leads.csv", "leads", 1, 1, 0),
    ]  # fmt: skip


def test_a_copy_under_another_name_lands_once_but_may_fill_another_table(place: Place) -> None:
    for name in ("a.csv", "b.csv"):
        place.write(name, "lead_id,requested_at\n1,2026-01-01\n")
    place.map("erasures", files="*.csv").map("leads", files="a.csv")
    assert [file.is_known for file in place.load().files] == [False, True, False]
    assert place.read("select count(*) from raw.erasures") == [(1,)]


def test_the_batch_number_does_not_follow_event_time(place: Place) -> None:
    place.leads("id,mail,created\n1,a,2199-01-01\n", "late.csv")
    place.leads("id,mail,created\n2,b,1999-01-01\n", "early.csv")
    assert place.read("select lead_id, _load_batch_id from raw.leads order by 1") == [("1", 1), ("2", 2)]


def test_mapped_load_times_are_kept(place: Place) -> None:
    place.write("l.csv", "lead_id,loaded_at\n1,2025-05-05\n2,\n")
    place.map("leads", files="l.csv").load()
    assert place.read("select lead_id, loaded_at from raw.leads") == [("1", datetime(2025, 5, 5))]
    assert place.read("select column_name from raw.rejected_rows") == [("loaded_at",)]


def test_missing_tables_and_columns_are_created_and_rows_kept(place: Place) -> None:
    con = duckdb.connect(str(place.warehouse))
    con.execute("create schema raw")
    con.execute("create table raw.leads (lead_id varchar, loaded_at timestamp)")
    con.execute("insert into raw.leads values ('old', '2025-01-01')")
    con.close()
    place.leads(HEADER + "new,a,2026-01-01\n")
    assert place.read("select lead_id, email from raw.leads order by 1") == [("new", "a"), ("old", None)]
    assert place.read("select count(*) from duckdb_tables() where schema_name = 'raw'") == [(14,)]


def test_a_source_folder_that_is_missing_is_named(place: Place) -> None:
    place.leads(HEADER)
    with pytest.raises(
        LeadsError, match=r"There is no source folder .*nowhere: name the folder with --source"
    ) as caught:
        place.load(source=place.folder / "nowhere")
    assert caught.value.exit_code is ExitCode.NOT_FOUND


def test_a_source_folder_given_by_hand_starts_where_the_user_is(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write("exports/leads.csv", HEADER + "1,a,2026-01-01\n")
    place.map("leads", files="leads.csv", columns=LEADS)
    monkeypatch.chdir(place.folder.parent)
    place.load(source=Path(place.folder.name) / "exports")
    assert place.read("select lead_id from raw.leads") == [("1",)]


def test_a_load_without_any_file_is_refused_but_one_table_may_be_absent(place: Place) -> None:
    place.map("leads", files="leads.csv")
    with pytest.raises(LeadsError, match="No file in") as caught:
        place.load()
    assert caught.value.exit_code is ExitCode.NOT_FOUND
    place.map("erasures", files="*.nothing")
    with pytest.raises(LeadsError, match=r"no file matches leads\.csv of table leads") as caught:
        place.write("e.csv", "lead_id,requested_at\n1,2026-01-01\n")
        place.map("erasures", files="e.csv").load()
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    place.map("erasures", files="*.nothing")
    assert place.leads(HEADER + "1,a,2026-01-01\n").unmatched == (("erasures", "*.nothing"),)


def test_prepare_reads_the_source_and_no_other_folder(place: Place) -> None:
    place.write("raw.csv", "who\nl1\n")
    place.map("leads", files="leads.parquet")
    mapping = place.folder / "mapping.yml"
    mapping.write_text(mapping.read_text() + "prepare: prepare.sql\n")
    copy = "copy (select who as lead_id from read_csv({})) to (getvariable('output_dir') || '/leads.parquet');"
    place.write("prepare.sql", copy.format("getvariable('source_dir') || '/raw.csv'"))
    load_mapping(mapping, place.warehouse, prepared=place.folder / "out")
    assert place.read("select lead_id, _source_file from raw.leads") == [("l1", "leads.parquet")]
    outside = place.folder.parent / f"{place.folder.name}_outside.csv"
    outside.write_text("who\nl2\n")
    place.write("prepare.sql", "select 1; " + copy.format(f"'{outside}'"))
    with pytest.raises(LeadsError, match=r"prepare\.sql failed at statement 2: ") as caught:
        load_mapping(mapping, place.warehouse, prepared=place.folder / "out")
    assert caught.value.exit_code is ExitCode.BAD_INPUT
