"""Times of any form a mapping names; times that mean nothing are kept out, and their neighbours land."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.load.plausible_times import plausible_times
from load_place import Place

FIRST = datetime(2026, 1, 31, 10, 30)
FORMS: list[tuple[dict[str, Any], str, datetime | None]] = [
    ({"date_format": "%d.%m.%Y"}, "31.01.2026", datetime(2026, 1, 31)),
    ({"time_format": "%d.%m.%Y %H:%M"}, "31.01.2026 10:30", FIRST),
    ({"time_format": ["%d.%m.%Y %H:%M", "%d.%m.%Y"]}, "31.01.2026", datetime(2026, 1, 31)),
    ({"time_format": "%m/%d/%Y %I:%M %p"}, "1/31/2026 10:30 AM", FIRST),
    ({"time_format": "%d.%m.%Y %H:%M %z"}, "31.01.2026 12:30 +0200", FIRST),
    ({"time_format": "%d.%m.%Y"}, "2026-01-31", None),
    ({"time_format": ["%d.%m.%Y", "iso"]}, "2026-01-31T10:30:00Z", FIRST),
    ({"time_format": "%d.%m.%Y"}, "31.02.2026", None),
    ({"epoch": "s"}, "1769855400", FIRST),
    ({"epoch": "s"}, "1769855400.5", datetime(2026, 1, 31, 10, 30, 0, 500_000)),
    ({"epoch": "ms"}, "1769855400000", FIRST),
    ({"epoch": "us"}, "1769855400000000", FIRST),
    ({"epoch": "s"}, "1769855400000", None),
    ({"epoch": "s"}, "soon", None),
    ({"epoch": "s"}, "9" * 18, None),
]


@pytest.mark.parametrize(("form", "text", "moment"), FORMS)
def test_a_time_is_read_by_the_form_that_is_named_and_no_other(
    place: Place, form: dict[str, Any], text: str, moment: datetime | None
) -> None:
    place.leads(f"id,created\n1,{text}\n", columns={"lead_id": "id", "created_at": {"from": "created", **form}})
    assert place.read("select created_at from raw.leads") == [(moment,)] * (moment is not None)


def test_named_forms_follow_the_time_zone_and_hold_for_the_whole_entry(place: Place) -> None:
    place.write("c.csv", "day,cost,at\n31.01.2026,5,31.07.2026 10:30\n")
    columns = {"cost_date": "day", "amount": "cost", "loaded_at": "at"}
    forms = {"date_format": "%d.%m.%Y", "time_format": "%d.%m.%Y %H:%M", "time_zone": "Europe/Berlin"}
    place.map("campaign_costs", files="c.csv", columns=columns, **forms).load()
    assert place.read("select cost_date, loaded_at from raw.campaign_costs") == [
        (date(2026, 1, 31), datetime(2026, 7, 31, 8, 30))
    ]


def test_epochs_of_typed_columns_are_read_too(place: Place) -> None:
    select = "1 as id, 1769855400000 as a union all select 2, 9223372036854775807"
    duckdb.connect().execute(f"copy (select {select}) to '{place.folder / 'l.parquet'}'")
    columns = {"lead_id": "id", "created_at": {"from": "a", "epoch": "ms"}}
    place.map("leads", files="l.parquet", columns=columns).load()
    assert place.read("select lead_id, created_at from raw.leads") == [("1", FIRST)]


SENTINELS = ("0001-01-01T00:00:00Z", "1899-12-30", "1970-01-01", "1970-01-01T00:00:00Z", "2200-01-01", "0000-01-01")
NO_DATES = ("9999-12-31", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-05:00", "9999-12-31T00:00:00+02:00")


def test_times_that_mean_nothing_are_rejected_and_others_land(place: Place) -> None:
    rows = "".join(f"s{n},,{time}\n" for n, time in enumerate(SENTINELS))
    report = place.leads(f"id,mail,created\n{rows}first,,1970-01-02\nlast,,2199-12-31T23:59:59Z\n")
    assert (report.files[0].landed, report.files[0].rejected) == (2, len(SENTINELS))
    told = place.read("select distinct column_name, reason from raw.rejected_rows")
    assert told == [
        (
            "created_at",
            "created_at lies outside of 1970-01-02 to 2199-12-31, the days of plausible_times.csv; correct it or leave it empty",
        )
    ]


@pytest.mark.parametrize("time_zone", ["UTC", "Europe/Berlin", "America/New_York"])
def test_the_last_day_of_all_means_no_date_where_a_column_may_be_empty(place: Place, time_zone: str) -> None:
    rows = "".join(f"n{n},,{time}\n" for n, time in enumerate(NO_DATES))
    report = place.leads("id,mail,created\n" + rows, time_zone=time_zone)
    assert report.files[0].landed == len(NO_DATES)
    assert place.read("select count(created_at) from raw.leads") == [(0,)]
    place.write(
        "e.csv", "event_id,event_type,lead_id,occurred_at\n" + "".join(f"{n},a,l,{t}\n" for n, t in enumerate(NO_DATES))
    )
    place.map("events", files="e.csv", time_zone=time_zone).load()
    assert place.read("select count(*) from raw.events") == [(0,)]
    assert place.read("select count(*) from raw.rejected_rows where table_name = 'events'") == [(len(NO_DATES),)]


@pytest.mark.parametrize("far", [*NO_DATES, "2999-12-31", "2200-01-01", "3000-01-01T00:00:00Z"])
def test_an_end_far_away_means_never(place: Place, far: str) -> None:
    place.write("o.csv", f"opportunity_id,closed_at,deleted_at\nO,{far},{far}\n")
    place.map("opportunities", files="o.csv").load()
    assert place.read("select opportunity_id, closed_at, deleted_at from raw.opportunities") == [("O", None, None)]
    said = "override_id,lead_id,dimension,points,author,reason,starts_on,expires_on\n1,l,fit,5,a,r"
    place.write(
        "s.csv", f"{said},2026-01-01,{far}\n2,l,fit,5,a,r,{far},2026-01-01\n3,l,fit,5,a,r,2026-01-01,1899-12-30\n"
    )
    place.map("score_overrides", files="s.csv").load()
    assert place.read("select override_id, expires_on from raw.score_overrides") == [("1", date(9999, 12, 31))]
    rejected = "select line_number, column_name from raw.rejected_rows where table_name = 'score_overrides' order by 1"
    assert place.read(rejected) == [(3, "starts_on"), (4, "expires_on")]


@pytest.mark.parametrize("time_zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_typed_times_at_the_ends_of_time_are_rejected_rows(place: Place, time_zone: str) -> None:
    moments = "timestamp '290308-12-22 (BC) 00:00:00', timestamp '294247-01-10', 'infinity'::timestamp, timestamp '2026-01-31 00:00:00'"
    duckdb.connect().execute(
        f"copy (select row_number() over () as lead_id, unnest([{moments}]) as created_at) to '{place.folder / 'l.parquet'}'"
    )
    report = place.map("leads", files="l.parquet", time_zone=time_zone).load()
    assert (report.files[0].landed, report.files[0].rejected) == (1, 3)


def test_bounds_are_rows_and_the_nearest_row_counts(tmp_path: Path) -> None:
    seed = tmp_path / "plausible_times.csv"
    seed.write_text(
        "table_name,column_name,earliest,latest,no_date,why\n*,*,1970-01-02,2199-12-31,9999-12-31,w\n"
        "*,closed_at,1990-01-01,2100-12-31,,w\norders,*,2000-01-01,2050-12-31,,w\n"
    )
    assert plausible_times("leads", "created_at", seed).no_date == date(9999, 12, 31)
    assert plausible_times("opportunities", "closed_at", seed).earliest == date(1990, 1, 1)
    assert plausible_times("orders", "ordered_at", seed).latest == date(2050, 12, 31)
    broken = tmp_path / "broken.csv"
    broken.write_text("table_name,column_name,earliest,latest,no_date,why\n*,*,soon,2199-12-31,,w\n")
    with pytest.raises(LeadsError, match="line 2") as caught:
        plausible_times("leads", "created_at", broken)
    assert caught.value.exit_code is ExitCode.BAD_RULES


def test_of_six_events_with_odd_times_those_with_sensible_ones_land(place: Place) -> None:
    good, ahead = "2026-01-10T10:00:00Z", "2062-01-10T10:00:00Z"
    times = [(good, good), ("1970-01-01T00:00:00Z", good), ("9999-12-31T00:00:00Z", good), ("0001-01-01T00:00:00Z", good),
             (ahead, good), (good, "9999-12-31T00:00:00Z")]  # fmt: skip
    place.write("e.csv", "id,at,loaded\n" + "".join(f"e{n},{at},{loaded}\n" for n, (at, loaded) in enumerate(times, 1)))
    columns = {"event_id": "id", "lead_id": "id", "occurred_at": "at", "loaded_at": "loaded"}
    place.map("events", files="e.csv", columns=columns, constants={"event_type": "call"}).load()
    assert place.read("select event_id from raw.events order by 1") == [("e1",), ("e5",)]
