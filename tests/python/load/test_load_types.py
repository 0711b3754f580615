"""Values come out as they were meant: by name, by zone, by type."""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import pytest

from load_place import Place

TIMES = {
    "2026-07-01": "2026-07-01 00:00:00",
    "2026-07-01 10:00": "2026-07-01 10:00:00",
    "2026-07-01T10:00:00Z": "2026-07-01 10:00:00",
    "2026-07-01T10:00Z": "2026-07-01 10:00:00",
    "2026-07-01T10:00:00+02:00": "2026-07-01 08:00:00",
    "2026-07-01T10:00+0200": "2026-07-01 08:00:00",
    "2026-07-01 10:00:00.25 -03:30": "2026-07-01 13:30:00.25",
    "2026-07-01 23:30:00-05": "2026-07-02 04:30:00",
    "2026-07-01 10:00:00 UTC": "2026-07-01 10:00:00",
}
NOT_TIMES = ("2026-07-01T10:00:00+99:00", "01.07.2026", "1782900000", "2026-07-01T25:00:00Z", "20260701", "now")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_zone_offsets_are_converted_never_dropped(place: Place, form: str) -> None:
    pairs = list(enumerate([*TIMES, *NOT_TIMES]))
    if form == "csv":
        content = "id,mail,created\n" + "".join(f"{number},,{time}\n" for number, time in pairs)
    else:
        content = "".join(f'{{"id": {number}, "created": "{time}"}}\n' for number, time in pairs)
    report = place.leads(content, f"leads.{form}")
    assert (report.files[0].landed, report.files[0].rejected) == (len(TIMES), len(NOT_TIMES))
    landed = place.read("select created_at from raw.leads order by lead_id::integer")
    assert [time for (time,) in landed] == [datetime.fromisoformat(_padded(time)) for time in TIMES.values()]


def _padded(time: str) -> str:
    return time + "0000" if "." in time else time


def test_times_without_a_zone_are_in_the_zone_of_the_mapping(place: Place) -> None:
    content = "id,mail,created\nsummer,,2026-07-01 10:00\nwinter,,2026-01-01 10:00\nzoned,,2026-07-01T10:00:00Z\n"
    place.leads(content, time_zone="Europe/Berlin")
    assert place.read("select lead_id, hour(created_at) from raw.leads order by 1") == [
        ("summer", 8), ("winter", 9), ("zoned", 10),
    ]  # fmt: skip


def test_a_time_that_a_clock_skips_or_shows_twice_is_taken_in_winter_time(place: Place) -> None:
    content = "id,mail,created\nskipped,,2026-03-29 02:30\ntwice,,2026-10-25 02:30\n"
    place.leads(content, time_zone="Europe/Berlin")
    assert place.read("select lead_id, created_at from raw.leads order by 1") == [
        ("skipped", datetime(2026, 3, 29, 1, 30)), ("twice", datetime(2026, 10, 25, 1, 30)),
    ]  # fmt: skip


def test_parquet_times_keep_their_instant_at_any_precision(place: Place) -> None:
    select = (
        "timestamptz '2026-07-01 10:00:00+02' as created_at, timestamp_ns '2026-07-01 10:00:00.123456400' as loaded_at"
    )
    duckdb.connect().execute(f"copy (select 'a' as lead_id, {select}) to '{place.folder / 'l.parquet'}'")
    place.map("leads", files="l.parquet", time_zone="Europe/Berlin").load()
    assert place.read("select created_at, loaded_at from raw.leads") == [
        (datetime(2026, 7, 1, 8), datetime(2026, 7, 1, 8, 0, 0, 123456))
    ]


def test_a_reordered_header_does_not_swap_values(place: Place) -> None:
    place.write("a.csv", "id,mail,created\n1,a@x.org,2026-01-01\n")
    place.write("b.csv", "created,extra,mail,id\n2026-01-02,x,b@x.org,2\n")
    report = place.map(
        "leads", files="*.csv", columns={"lead_id": "id", "email": "mail", "created_at": "created"}
    ).load()
    assert place.read("select lead_id, email, day(created_at), _source_file from raw.leads order by 1") == [
        ("1", "a@x.org", 1, "a.csv"), ("2", "b@x.org", 2, "b.csv"),
    ]  # fmt: skip
    assert [file.ignored for file in report.files] == [(), ("extra",)]


def test_text_stays_text_and_empty_text_is_null(place: Place) -> None:
    content = '\ufeffid,mail,created\r\n007,"",\r\n1e3, a ,\r\nNULL,"x ""y"", z",\r\n'
    place.leads(content)
    rows = place.read("select lead_id, email, created_at, loaded_at, _load_batch_id from raw.leads order by 1")
    stamped = (None, datetime(2026, 1, 2, 3, 4, 5), 1)
    assert rows == [("007", None, *stamped), ("1e3", " a ", *stamped), ("NULL", 'x "y", z', *stamped)]


def test_numbers_are_whole_where_they_must_be(place: Place) -> None:
    counts = ["12", "12.0", "12.5", "1_2", "0x12", "1e2", "99999999999999999999", "NaN"]
    rows = "".join(f"{number},{count}\n" for number, count in enumerate(counts))
    place.write("a.csv", "account_id,employee_count\n" + rows)
    place.map("accounts", files="a.csv").load()
    assert place.read("select account_id, employee_count from raw.accounts order by 1") == [("0", 12), ("1", 12)]


def test_dates_numbers_and_booleans_of_a_tab_file(place: Place) -> None:
    place.write("c.tsv", "day\tcost\n2026-01-31\t1234.565\n31/01/2026\t1\n2026-01-31\t1,5\n")
    place.map("campaign_costs", files="c.tsv", columns={"cost_date": "day", "amount": "cost"}).load()
    assert place.read("select cost_date, amount::varchar from raw.campaign_costs") == [(date(2026, 1, 31), "1234.57")]
    place.write("o.csv", "opportunity_id,is_won\n1,true\n2,0\n3,perhaps\n")
    place.map("opportunities", files="o.csv").load()
    assert place.read("select opportunity_id, is_won from raw.opportunities order by 1") == [("1", True), ("2", False)]


@pytest.mark.parametrize("kind", ["integer", "double", "utinyint"])
def test_of_numbers_only_0_and_1_are_booleans(place: Place, kind: str) -> None:
    select = f"select v::varchar as opportunity_id, v::{kind} as is_won from (values (0), (1), (2)) t(v)"
    duckdb.connect().execute(f"copy ({select}) to '{place.folder / 'o.parquet'}'")
    place.map("opportunities", files="o.parquet").load()
    assert place.read("select opportunity_id, is_won from raw.opportunities order by 1") == [("0", False), ("1", True)]


def test_a_folder_that_looks_like_a_partition_overwrites_no_column(place: Place) -> None:
    path = place.write("lead_id=5/l.parquet", "")
    duckdb.connect().execute(f"copy (select 'own' as lead_id) to '{path}'")
    place.write("c0=5/l.csv", "lead_id\nalso own\n")
    place.map("leads", files="*/l.*").load()
    assert place.read("select lead_id from raw.leads order by 1") == [("also own",), ("own",)]


def test_attributes_are_built_from_columns_without_the_empty_ones(place: Place) -> None:
    place.write("l.csv", 'id,age,job\n1,30,"a ""b"" \\ c"\n2,,clerk\n3,,\n')
    columns = {"lead_id": "id", "attributes": {"age": "age", 'the "job"': "job"}}
    place.map("leads", files="l.csv", columns=columns).load()
    assert place.read("""select lead_id, attributes->>'age', attributes->>'$."the \\"job\\""' from raw.leads order by 1""") == [
        ("1", "30", 'a "b" \\ c'), ("2", None, "clerk"), ("3", None, None),
    ]  # fmt: skip
    assert place.read("select attributes from raw.leads where lead_id = '3'") == [(None,)]


def test_json_lines_reach_nested_keys_and_keep_long_ids(place: Place) -> None:
    place.write(
        "e.jsonl", '{"id": 12345678901234567890123, "who": {"key": "l1"}, "at": "2026-01-01", "more": {"a": [1]}}\n'
    )
    columns = {"event_id": "id", "lead_id": "/who/key", "occurred_at": "at", "properties": "more"}
    place.map("events", files="e.jsonl", columns=columns, constants={"event_type": "visit"}).load()
    assert place.read("select event_id, lead_id, event_type, properties from raw.events") == [
        ("12345678901234567890123", "l1", "visit", '{"a":[1]}')
    ]


def test_json_lines_without_columns_are_stamped_and_absent_keys_named(place: Place) -> None:
    place.write("l.jsonl", '{"lead_id": "1", "user": {"mail": "a@x.org"}, "phone": null}\n')
    assert place.map("leads", files="l.jsonl").load().files[0].missing == ()
    assert place.read("select lead_id, loaded_at from raw.leads") == [("1", datetime(2026, 1, 2, 3, 4, 5))]
    place.write("l.jsonl", '{"lead_id": "2", "user": {"mail": "a@x.org"}, "phone": null}\n')
    columns = {"lead_id": "lead_id", "email": "user/mail", "phone": "phone", "full_name": "/user/name"}
    report = place.map("leads", files="l.jsonl", columns=columns).load()
    assert report.files[0].missing == ("/user/name", "user/mail")


def test_whole_numbers_of_a_float_column_are_taken_and_others_not(place: Place) -> None:
    values = "(1, 17850.0), (2, 2.5), (3, null)"
    select = f"select k::varchar as account_id, v::double as employee_count from (values {values}) as t (k, v)"
    duckdb.connect().execute(f"copy ({select}) to '{place.folder / 'a.parquet'}'")
    place.map("accounts", files="a.parquet").load()
    assert place.read("select account_id, employee_count from raw.accounts order by 1") == [("1", 17850), ("3", None)]
