"""A row that does not fit is kept with its file, line, column and reason; its neighbours land."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest

from load_place import Place

HEADER = "id,mail,created\n"
GOOD = "good,g@x.org,2026-01-01\n"
NO_TIME = "created_at is not a time such as 2018-01-31T10:00:00Z; name its form with `time_format:` or `epoch:`"
ROWS = {
    "long": ("1,a,2026-01-01,extra", None, "the row has 4 values where the header has 3"),
    "short": ("1,a", None, "the row has 2 values where the header has 3"),
    "text_after_quote": ('1,"a"b,2026-01-01', None, "the row has text after a closing quote"),
    "bad_time": ("1,a,2026-02-30", "created_at", NO_TIME),
    "time_in_words": ("1,a,yesterday", "created_at", NO_TIME),
    "infinite_time": ("1,a,infinity", "created_at", NO_TIME),
    "epoch_time": ("1,a,epoch", "created_at", NO_TIME),
    "no_key": (",a,2026-01-01", "lead_id", "lead_id is empty"),
    "blank_key": ('"  ",a,2026-01-01', "lead_id", "lead_id is empty"),
    "nul": ("1,a\0b,2026-01-01", "email", "email holds a NUL character"),
}


def rejected(place: Place) -> list[tuple[Any, ...]]:
    return place.read(
        "select source_file, line_number, column_name, reason, raw_text from raw.rejected_rows order by line_number"
    )


@pytest.mark.parametrize("case", ROWS)
def test_a_row_that_does_not_fit_is_rejected_with_its_line_and_reason(place: Place, case: str) -> None:
    row, column, reason = ROWS[case]
    report = place.leads(HEADER + GOOD + row + "\n" + GOOD.replace("good", "too"))
    assert [(file.records, file.landed, file.rejected) for file in report.files] == [(3, 2, 1)]
    assert rejected(place) == [("leads.csv", 3, column, reason, row)]
    assert place.read("select lead_id from raw.leads order by 1") == [("good",), ("too",)]


def test_line_numbers_count_lines_not_records(place: Place) -> None:
    place.leads(HEADER + '1,"two\nlines",2026-01-01\n\n2,a\n3,b,never\n' + GOOD)
    assert [row[1:3] for row in rejected(place)] == [(5, None), (6, "created_at")]


@pytest.mark.parametrize("row", [b"caf\xe9,a,2026-01-01", b"1,caf\xe9,2026-01-01", b"1,a,2026-01-01,caf\xe9"])
def test_bytes_that_are_not_utf8_reject_their_row_only(place: Place, row: bytes) -> None:
    columns = {"lead_id": "id", "created_at": "created"}
    header = b"id,mail,created" + (b",note" if row.count(b",") == 3 else b"") + b"\n"
    good = GOOD.strip().encode() + (b"," if row.count(b",") == 3 else b"") + b"\n"
    report = place.leads(header + row + b"\n" + good, columns=columns, encoding="utf-8")
    assert [(file.landed, file.rejected) for file in report.files] == [(1, 1)]
    assert rejected(place)[0][2:4] == (None, "the row holds bytes that are not UTF-8")
    assert "caf\\xe9" in rejected(place)[0][4]


def test_bytes_that_are_not_utf8_among_letters_that_are_reject_their_row_only(place: Place) -> None:
    rows = "id,mail,created\n1,caf\u00e9,\n2,\u017b\u00f3\u0142\u0107,\n".encode() + b"3,caf\xe9,\n"
    report = place.leads(rows)
    assert [(file.landed, file.rejected) for file in report.files] == [(2, 1)]


def test_json_lines_are_rejected_one_by_one(place: Place) -> None:
    lines = [
        '{"id": "1", "mail": "a@x.org", "created": "2026-01-01"}',
        '{"id": "2", "mail": ',
        "[1, 2]",
        '{"id": NaN}',
        '{"id": "5",}',
        '"text"',
        "",
        '{"id": "nan, inf: [NaN, ]", "mail": null}',
        '{"id": "9", "created": "soon"}',
        '{"mail": "nobody"}',
        '{"id": "a\\u0000b"}',
    ]
    report = place.leads("\n".join(lines), "leads.jsonl")
    assert [(file.records, file.landed, file.rejected) for file in report.files] == [(10, 2, 8)]
    assert [(row[1], row[2]) for row in rejected(place)] == [
        (2, None), (3, None), (4, None), (5, None), (6, None), (9, "created_at"), (10, "lead_id"), (11, "lead_id"),
    ]  # fmt: skip
    assert rejected(place)[0][3:] == ("the row is not a JSON object", lines[1])


def test_bad_bytes_and_control_characters_in_json_lines_reject_their_line(place: Place) -> None:
    place.leads(b'\xef\xbb\xbf{"id": "1"}\n{"id": "caf\xe9"}\r\n{"id": "\x1f"}\n'.replace(b"\r", b""), "leads.jsonl")
    assert [row[1] for row in rejected(place)] == [2, 3]
    assert place.read("select lead_id from raw.leads") == [("1",)]


def test_not_a_number_and_infinity_never_land_as_numbers(place: Place) -> None:
    values = "('nan'), ('inf'), ('-inf'), ('1e300'), ('12.5')"
    select = f"select 'a' as account_id, v::double as annual_revenue, v::double as latitude from (values {values}) t(v)"
    duckdb.connect().execute(f"copy ({select}) to '{place.folder / 'accounts.parquet'}'")
    place.map("accounts", files="accounts.parquet").load()
    assert place.read("select annual_revenue::double, latitude from raw.accounts") == [(12.5, 12.5)]
    assert [row[1:3] for row in rejected(place)] == [(n, "annual_revenue") for n in (1, 2, 3, 4)]
    assert json.loads(rejected(place)[3][4]) == {"account_id": "a", "annual_revenue": 1e300, "latitude": 1e300}


def test_events_need_an_identity(place: Place) -> None:
    place.write(
        "e.csv",
        "event_id,event_type,occurred_at,lead_id,anonymous_id,email\n"
        "1,visit,2026-01-01,,,\n2,visit,2026-01-01,,,a@x.org\n3,visit,2026-01-01,,c,\n4,,2026-01-01,l,,\n",
    )
    place.map("events", files="e.csv").load()
    assert place.read("select event_id from raw.events order by 1") == [("2",), ("3",)]
    assert [row[1:4] for row in rejected(place)] == [
        (2, None, "the row has neither lead_id nor anonymous_id nor email"),
        (5, "event_type", "event_type is empty"),
    ]


def test_an_override_concerns_fit_or_engagement(place: Place) -> None:
    place.write("o.csv", "override_id,dimension\n1,fit\n2,engagement\n3,charm\n")
    constants = {
        "lead_id": "l", "points": 5, "author": "a", "reason": "r", "starts_on": "2026-01-01", "expires_on": "2026-02-01",
    }  # fmt: skip
    columns = {"override_id": "override_id", "dimension": "dimension"}
    place.map("score_overrides", files="o.csv", columns=columns, constants=constants).load()
    assert [row[1:4] for row in rejected(place)] == [(4, "dimension", "dimension is not fit or engagement")]


def test_an_audience_is_b2b_b2c_or_empty(place: Place) -> None:
    place.write("l.csv", 'lead_id,audience\n1,b2b\n2, B2C\n3,\n4," "\n5,consumer\n')
    place.map("leads", files="l.csv").load()
    assert place.read("select lead_id from raw.leads order by 1") == [("1",), ("2",), ("3",), ("4",)]
    assert [row[1:4] for row in rejected(place)] == [(6, "audience", "audience is not b2b or b2c")]


def test_acts_and_surveys_are_of_the_kinds_of_the_contract(place: Place) -> None:
    place.write(
        "a.csv", "activity_id,lead_id,occurred_at,activity_type\n1,l,2026-01-01,recycled\n2,l,2026-01-01,call\n"
    )
    place.write(
        "s.csv",
        "response_id,respondent_id,occurred_at,population,survey_kind\n"
        "1,l,2026-01-01,customer,nps\n2,l,2026-01-01,staff,nps\n3,l,2026-01-01,employee,other\n",
    )
    place.map("sales_activities", files="a.csv").map("survey_responses", files="s.csv").load()
    assert {row[2:4] for row in rejected(place)} == {
        (
            "activity_type",
            "activity_type is not assigned, contacted, accepted, rejected, qualified, recycled or disqualified",
        ),
        ("population", "population is not customer or employee"),
        ("survey_kind", "survey_kind is not nps, enps or pulse"),
    }


def test_a_json_column_takes_objects_only(place: Place) -> None:
    values = ['{"a": 1}', "", "[1]", "7", "{bad}", '{"a": NaN}']
    quoted = ['"' + value.replace('"', '""') + '"' for value in values]
    place.write("l.csv", "lead_id,attributes\n" + "".join(f"{n},{value}\n" for n, value in enumerate(quoted)))
    place.map("leads", files="l.csv").load()
    assert place.read("select lead_id, attributes from raw.leads order by 1") == [("0", '{"a": 1}'), ("1", None)]
    assert {row[2:4] for row in rejected(place)} == {("attributes", "attributes is not a JSON object")}
    assert len(rejected(place)) == 4
