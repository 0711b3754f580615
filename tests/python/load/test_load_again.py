"""The same bytes under another mapping: never doubled, never shut out; and what an interrupted load leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

import duckdb
import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.load.load_file import Delivered
from leads.load.load_mapping import load_mapping
from load_place import LEADS, Place

HEADER = "id,mail,created\n"
PREPARE = "copy (select 'l' || i as lead_id from range({}) t(i)) to (getvariable('output_dir') || '/l.parquet') {};"


def prepared(place: Place, script: str) -> None:
    place.map("leads", files="l.parquet")
    mapping = place.folder / "mapping.yml"
    mapping.write_text(mapping.read_text() + "prepare: prepare.sql\n")
    place.write("prepare.sql", script)


def test_rows_that_landed_are_not_doubled_by_another_mapping(place: Place) -> None:
    place.leads(HEADER + "1,a,2026-01-01\n2,b,never\n")
    with pytest.raises(LeadsError, match=r"leads\.csv is refused.* already, by another mapping; take it out") as caught:
        place.map("leads", files="leads.csv", columns=LEADS, time_zone="Europe/Berlin").load()
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    assert [file.is_known for file in place.map("leads", files="l*.csv", columns=LEADS).load().files] == [True]
    assert place.read("select lead_id from raw.leads") == [("1",)]


def test_a_file_of_which_nothing_landed_is_loaded_by_the_corrected_mapping(place: Place) -> None:
    first = place.leads(HEADER + "1,a@x.org,2026-01-01\n", columns={"lead_id": "id", "created_at": "mail"})
    again = place.load()
    corrected = place.map("leads", files="leads.csv", columns=LEADS).load()
    assert [(r.files[0].landed, r.files[0].is_known) for r in (first, again, corrected)] == [
        (0, False), (0, True), (1, False),
    ]  # fmt: skip
    assert place.read("select landed_count, rejected_count from raw.loaded_files order by 1") == [(0, 1), (1, 0)]


def test_equal_bytes_in_two_folders_with_other_constants_both_land(place: Place) -> None:
    for name in ("de", "fr"):
        place.write(f"{name}/leads.csv", HEADER + "1,a,2026-01-01\n")
    entries = [{"files": f"{name}/*.csv", "columns": LEADS, "constants": {"country": name}} for name in ("de", "fr")]
    place.tables["leads"] = entries
    place.map("erasures", files="none.csv")
    assert [file.landed for file in place.load().files] == [1, 1]
    assert [file.is_known for file in place.load().files] == [True, True]
    assert place.read("select country from raw.leads order by 1") == [("de",), ("fr",)]


def test_prepared_rows_are_known_whatever_their_bytes(place: Place) -> None:
    for rows, form, is_known in (
        (5000, "", False),
        (5000, "(row_group_size 2048, compression zstd)", True),
        (9, "", False),
    ):
        prepared(place, PREPARE.format(rows, form))
        assert [file.is_known for file in place.load(prepared=place.folder / "out").files] == [is_known]
    assert place.read("select count(*) from raw.leads") == [(5009,)]


def test_two_loads_at_once_prepare_apart_and_leave_no_data_behind(place: Place) -> None:
    prepared(place, PREPARE.format(3, ""))
    out = place.folder / "out"

    def other_load(files: list[Delivered]) -> Iterator[Delivered]:
        load_mapping(place.folder, place.folder / "other.duckdb", prepared=out)
        yield from files

    assert place.load(prepared=out, track=other_load).files[0].landed == 3
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [KeyboardInterrupt(), RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT Error")],
    ids=repr,
)
def test_an_interrupted_load_leaves_nothing_and_says_so(place: Place, error: BaseException) -> None:
    prepared(place, PREPARE.format(3, ""))
    out = place.folder / "out"

    def interrupt(files: list[Delivered]) -> Iterator[Delivered]:
        yield from files
        raise error

    with pytest.raises(LeadsError, match="The load was interrupted; nothing has landed, run it again") as caught:
        place.load(prepared=out, track=interrupt)
    assert caught.value.exit_code is ExitCode.INTERRUPTED
    assert list(out.iterdir()) == []
    assert place.read("select count(*) from duckdb_tables() where schema_name = 'raw'") == [(0,)]


def test_what_an_older_version_loaded_is_known_by_the_same_mark(place: Place) -> None:
    columns = {"lead_id": "id", "attributes": {"age": "Age"}}
    place.write("l.csv", "id;Age\n1;30\n")
    report = place.map("leads", files="l.csv", delimiter=";", columns=columns, constants={"audience": "b2b"}).load()
    older = json.dumps(["leads", ";", columns, {"audience": "b2b"}, "UTC"], sort_keys=True)
    assert report.files[0].landed == 1
    [(content_hash,)] = place.read("select content_hash from raw.loaded_files")
    assert content_hash.partition("-")[2] == sha256(older.encode()).hexdigest()
