"""What a mapping says of rows and values: which rows to take, which words mean nothing, of what an id is made."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from leads.base.errors import ExitCode, LeadsError
from load_place import Place

ROWS = "id,deleted,stage,score\n1,false,new,5\n2,TRUE,new,9\n3,,Lost ,12\n4,0,,x\n"
WHERE: list[tuple[Any, set[str]]] = [
    ({"deleted": False}, {"1"}),
    ({"deleted": [False, 0]}, {"1", "4"}),
    ({"deleted": {"not": [True, "1"]}}, {"1", "3", "4"}),
    ({"deleted": {"empty": True}}, {"3"}),
    ({"deleted": {"empty": False}, "stage": "new"}, {"1", "2"}),
    ({"stage": {"not": "lost"}}, {"1", "2", "4"}),
    ({"score": {"at_least": 9}}, {"2", "3"}),
    ({"score": {"at_least": 5, "below": 9.5}}, {"1", "2"}),
    ([{"stage": "lost"}, {"score": {"below": 6}}], {"1", "3"}),
]


@pytest.mark.parametrize(("where", "taken"), WHERE)
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_only_rows_for_which_the_filter_holds_land(place: Place, form: str, where: Any, taken: set[str]) -> None:
    path = place.write("l.csv", ROWS)
    if form != "csv":
        kind = "json" if form == "jsonl" else form
        con = duckdb.connect()
        con.execute(
            f"copy (from read_csv('{path}', all_varchar = true)) to '{place.folder / f'l.{form}'}' (format {kind})"
        )
    report = place.map("leads", files=f"l.{form}", columns={"lead_id": "id"}, where=where).load().files[0]
    assert {who for (who,) in place.read("select lead_id from raw.leads")} == taken
    assert (report.records, report.landed, report.rejected, report.left_out) == (4, len(taken), 0, 4 - len(taken))
    assert place.read("select left_out_count from raw.loaded_files") == [(4 - len(taken),)]


def test_a_filter_neither_hides_broken_rows_nor_adds_problems(place: Place) -> None:
    place.write("l.csv", "id,created,deleted\n1,never,yes\n2,never,no\n3,2026-01-01,no\n4,2026-01-01\n")
    columns = {"lead_id": "id", "created_at": "created"}
    report = place.map("leads", files="l.csv", columns=columns, where={"deleted": "no"}).load().files[0]
    assert (report.landed, report.rejected, report.left_out) == (1, 2, 1)
    place.write("l.jsonl", '{"lead_id": "1", "gone": false}\n{"lead_id": \n{"lead_id": "2", "gone": true}\n')
    report = place.map("leads", files="l.jsonl", where={"gone": {"not": True}}).load().files[0]
    assert (report.landed, report.rejected, report.left_out) == (1, 1, 1)


def test_a_filter_is_data_and_never_a_statement(place: Place) -> None:
    place.write("l.csv", "id,it's\n1,a'); drop table raw.leads; --\n2,b\n")
    where = {"it's": "a'); drop table raw.leads; --"}
    place.map("leads", files="l.csv", columns={"lead_id": "id"}, where=where).load()
    assert place.read("select lead_id from raw.leads") == [("1",)]


@pytest.mark.parametrize(
    ("where", "telling"),
    [
        ("deleted = false", "source column: value"),
        ([], "source column: value"),
        ({"deleted": {"like": "x"}}, "the tests are is, not, empty, at_least, below"),
        ({"deleted": None}, "{empty: true}"),
        ({"deleted": {"empty": "maybe"}}, "not true or false"),
        ({"score": {"below": "soon"}}, "is not a number"),
        ({"nosuch": 1}, "lacks the column nosuch"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(place: Place, where: Any, telling: str) -> None:
    place.write("l.csv", ROWS)
    with pytest.raises(LeadsError) as caught:
        place.map("leads", files="l.csv", columns={"lead_id": "id"}, where=where).load()
    assert caught.value.exit_code is ExitCode.BAD_INPUT and telling in str(caught.value)


def test_words_for_nothing_are_null_wherever_the_mapping_says_so(place: Place) -> None:
    place.write("l.csv", "id,src,city,made,job\n1,Unknown,Select,n/a,Select\n2,web, select ,2026-01-01,clerk\n")
    columns = {
        "lead_id": "id", "source": {"from": "src", "null_values": ["unknown", None]}, "country": "city",
        "created_at": "made", "attributes": {"job": "job"},
    }  # fmt: skip
    place.map("leads", files="l.csv", columns=columns, null_values=["Select", "n/a"]).load()
    assert place.read("select source, country, created_at is null, attributes->>'job' from raw.leads order by lead_id") == [
        (None, None, True, None), ("web", None, False, "clerk"),
    ]  # fmt: skip
    assert place.read("select count(*) from raw.rejected_rows") == [(0,)]


def test_an_id_made_of_columns_is_the_same_in_every_load_and_form(place: Place) -> None:
    columns = {"event_id": {"from": ["who", "at", "n"]}, "lead_id": "who", "occurred_at": "at"}
    entry = {"columns": columns, "constants": {"event_type": "visit"}}
    place.write("a.csv", "who,at,n\nl1,2026-01-01,1\nl1,2026-01-01,2\nl1,2026-01-01,1\nl,12026-01-01,\n,,\n")
    place.map("events", files="a.csv", **entry).load()
    place.write("b.jsonl", '{"who": "l1", "at": "2026-01-01", "n": 1}\n')
    place.map("events", files="b.jsonl", **entry).load()
    rows = place.read("select event_id, count(*) from raw.events group by all order by 2")
    assert [count for _, count in rows] == [1, 3] and all(len(key) == 32 for key, _ in rows)


def test_a_prefix_tells_the_ids_of_two_sources_apart(place: Place) -> None:
    place.write("a.csv", "n,who,at\n1,l1,2026-01-01\n,l1,2026-01-01\n")
    columns = {"event_id": {"from": "n", "prefix": "call-"}, "lead_id": "who", "occurred_at": "at"}
    place.map("events", files="a.csv", columns=columns, constants={"event_type": "call"}).load()
    assert place.read("select event_id from raw.events") == [("call-1",)]
    assert place.read("select reason from raw.rejected_rows") == [("event_id is empty",)]


def test_ids_that_were_taken_for_decimals_are_told_and_mended_when_asked(place: Place) -> None:
    place.write("l.csv", "id,phone\n17850.0,4915100000.0\n17851,\nA1.0,\n")
    report = place.map("leads", files="l.csv", columns={"lead_id": "id", "phone": "phone"}).load()
    assert [note.partition(";")[0] for note in report.files[0].notes] == [
        "1 of its lead_id are written as decimals, such as 17850.0",
        "1 of its phone are written as decimals, such as 17850.0",
    ]
    place.write("m.csv", "id,phone\n17850.0,4915100000.0\n17851,\nA1.0,\n\n")
    report = place.map("leads", files="m.csv", columns={"lead_id": "id", "phone": "phone"}, integer_ids=True).load()
    assert report.files[0].notes == ()
    read = place.read("select lead_id, phone from raw.leads where _source_file = 'm.csv' order by 1")
    assert read == [("17850", "4915100000"), ("17851", None), ("A1.0", None)]


@pytest.mark.parametrize(
    ("entry", "telling"),
    [
        ({"decimal": ";;"}, "one character"),
        ({"decimal": "'"}, 'is not "." or ","'),
        ({"thousands": "."}, "without `decimal`"),
        ({"decimal": ",", "thousands": ","}, "the same mark"),
        ({"epoch": "h"}, "s or ms or us"),
        ({"epoch": "s", "date_format": "%d.%m.%Y"}, "exclude each other"),
        ({"date_format": "DD.MM.YYYY"}, "strptime codes"),
        ({"time_format": "%H:%M"}, "which day"),
        ({"integer_ids": "yes"}, "true or false"),
        ({"null_values": {"a": 1}}, "a word or a list of words"),
        ({"columns": {"lead_id": {"from": "id", "typ": "x"}}}, "`typ` is not a key"),
        ({"columns": {"lead_id": {"from": []}}}, "source of column `lead_id`"),
        ({"columns": {"created_at": {"from": ["a", "b"]}, "lead_id": "id"}}, "is not text"),
        ({"columns": {"lead_id": {"from": "id", "type": "number"}}}, "remove the key"),
        ({"columns": {"lead_id": "id", "attributes": {"a": {"from": "id", "epoch": "s"}}}}, "stays as delivered"),
        ({"columns": {"lead_id": "id", "attributes": {"a": {"from": ["id", "id"]}}}}, "neither of several columns"),
    ],
)
def test_a_notation_that_cannot_be_meant_is_refused(place: Place, entry: dict[str, Any], telling: str) -> None:
    place.write("l.csv", "id\n1\n")
    with pytest.raises(LeadsError) as caught:
        place.map("leads", files="l.csv", **{"columns": {"lead_id": "id"}, **entry}).load()
    assert caught.value.exit_code is ExitCode.BAD_INPUT and telling in str(caught.value)
