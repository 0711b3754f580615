"""A file that cannot be read as a whole is refused by name, in one sentence, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.load.delivery import Delivery
from leads.load.read_parquet import read_parquet
from load_place import Place

HEADER = "id,mail,created\n"
BROKEN: dict[str, tuple[str | bytes, str]] = {
    "unclosed_quote": (HEADER + '1,"secret@x.org,2026-01-01\n2,b@x.org,2026-01-01\n', "line 2 never closes"),
    "unclosed_quote_at_end": (HEADER + '1,a@x.org,2026-01-01\n2,"secret@x.org', "line 3 never closes"),
    "column_missing": ("id,created\n1,2026-01-01\n", "lacks the column mail"),
    "no_header": ("1,secret@x.org,2026-01-01\n", "lacks the column created, id, mail"),
    "duplicate_header": ("id,mail,created,mail\n1,a,2026-01-01,b\n", "columns 2 and 4"),
    "unclosed_header": ('id,"mail,created\n', "correct line 1"),
    "empty": ("", "has no header line"),
    "blank_first_line": ("\n" + HEADER, "has no header line"),
    "other_delimiter": ('"id";"post"\n1;"secret@x.org"\n', 'divided by ";": write `delimiter:`'),
    "quoted_line_by_line": ('"id,mail,created"\n"1,secret@x.org,2026-01-01"\n', "lacks the column"),
    "mixed_line_ends": ("id,mail,created\r\n1,secret@x.org,2026-01-01\n2,b,2026-01-01\r\n", "line end"),
    "lost_and_doubled_by_a_quote": (HEADER + 'A,"secret@x",2026-01-01,\nB,b@x, "2026-01-01\n', "two parsers"),
    "lost_and_doubled_by_length": (HEADER + f'"a" ,b,2026-01-01\n1,{"x" * 2_000_100},2026-01-01\n', "two parsers"),
    "giant_record": (HEADER + f"1,{'x' * 3_000_000},2026-01-01\n2,b,2026-01-01\n", "below 2,000,000 bytes"),
    "utf_16_without_mark": ((HEADER + "1,secret@x.org,2026-01-01\n").encode("utf-16-le"), "`encoding: utf-16-le`"),
    "windows_1252": ((HEADER + "1,caf\u00e9,2026-01-01\n").encode("cp1252"), "`encoding: windows-1252`"),
}


def refused(place: Place, content: str | bytes, name: str = "leads.csv") -> str:
    """The sentence with which the file is refused, after checking what every refusal has in common."""
    with pytest.raises(LeadsError) as caught:
        place.leads(content, name)
    message = str(caught.value)
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    assert message.startswith(f"{name} is refused, nothing was loaded: ") and message.endswith(".")
    assert "secret" not in message and "\n" not in message
    assert place.read("select count(*) from duckdb_tables() where schema_name = 'raw'") == [(0,)]
    return message


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_csv_file_is_refused_by_name(place: Place, case: str) -> None:
    content, telling = BROKEN[case]
    assert telling in refused(place, content)


def test_a_truncated_parquet_file_is_refused(place: Place) -> None:
    path = place.folder / "whole.parquet"
    duckdb.connect().execute(f"copy (select 1 as id, 'secret' as mail, date '2026-01-01' as created) to '{path}'")
    assert "export it again" in refused(place, path.read_bytes()[:-20], "leads.parquet")


def test_a_parquet_file_damaged_inside_is_refused(place: Place) -> None:
    path = place.folder / "whole.parquet"
    rows = "select 'lead-' || md5(i::varchar) as id, md5(i::varchar) as mail, date '2026-01-01' as created"
    duckdb.connect().execute(f"copy ({rows} from range(5000) t(i)) to '{path}'")
    content = bytearray(path.read_bytes())
    content[4:4000] = b"\xff" * 3996
    assert "damaged" in refused(place, bytes(content), "leads.parquet")


def test_a_file_that_yields_other_than_its_records_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_more(*arguments: Any) -> Delivery:
        delivery = read_parquet(*arguments)
        return replace(delivery, records=delivery.records + 1)

    path = place.folder / "whole.parquet"
    duckdb.connect().execute(f"copy (select 1 as id, 'secret' as mail, date '2026-01-01' as created) to '{path}'")
    monkeypatch.setattr("leads.load.load_file.read_parquet", one_more)
    assert "it holds 2 records, and 1 came out" in refused(place, path.read_bytes(), "leads.parquet")


def test_csv_named_parquet_is_refused(place: Place) -> None:
    assert "not Parquet" in refused(place, HEADER, "leads.parquet")


def test_a_parquet_file_without_a_mapped_column_is_refused(place: Place) -> None:
    path = place.folder / "short.parquet"
    duckdb.connect().execute(f"copy (select 1 as id) to '{path}'")
    assert "lacks the column created, mail" in refused(place, path.read_bytes(), "leads.parquet")


def test_a_parquet_column_with_a_name_of_duckdb_is_named(place: Place) -> None:
    path = place.folder / "own.parquet"
    duckdb.connect().execute(f"copy (select 1 as id, 2 as File_Row_Number) to '{path}'")
    assert "column file_row_number has a name" in refused(place, path.read_bytes(), "leads.parquet")


def test_control_characters_of_a_file_name_are_not_shown(place: Place) -> None:
    with pytest.raises(LeadsError) as caught:
        place.leads("", "\x1b[31mleads\a.csv")
    assert str(caught.value).startswith("\ufffd[31mleads\ufffd.csv is refused")


def test_an_unknown_ending_is_refused(place: Place) -> None:
    assert "format: csv" in refused(place, HEADER, "leads.txt")


def test_one_refused_file_keeps_the_whole_load_out(place: Place) -> None:
    place.write("a.csv", HEADER + "1,a@x.org,2026-01-01\n")
    place.write("b.csv", "id\n1\n")
    place.map("leads", files="*.csv", columns={"lead_id": "id", "email": "mail", "created_at": "created"})
    with pytest.raises(LeadsError, match=r"b\.csv is refused"):
        place.load()
    assert place.read("select count(*) from duckdb_tables() where schema_name = 'raw'") == [(0,)]
