"""No value fails a load: any text in any column of the raw contract, any number of any size, is landed or a rejected row."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.base.contract import read_contract
from load_place import Place

FEW = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
TABLES = sorted(name for name, table in read_contract().items() if table.is_loadable)
ODD = st.sampled_from(
    ["", " ", "NULL", "9999-12-31", "0001-01-01", "0000-00-00", "1899-12-30", "1970-01-01", "2026-02-30T25:61:00Z", "infinity",
     "2026-01-01T10:00:00+15:59", "1e400", "-1e-400", "9" * 60, "1" + "0" * 17, "-0", "NaN", "850.000", "1.234,50", "0x1F", "1_000",
     "{}", '{"a": 1e999}', '{"a": [NaN]}', "[" * 400, "true", "'); drop table raw.leads; --", "\0", "\u202e", "a@xn--zzzzzzzz"]
)  # fmt: skip
TEXTS = st.one_of(ODD, st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n"), max_size=20))
NUMBERS = st.one_of(
    st.integers(-(10**60), 10**60),
    st.floats(allow_nan=True),
    st.decimals(allow_nan=False, allow_infinity=False, places=9),
)
NOTATIONS = st.sampled_from(
    [{}, {"decimal": ","}, {"decimal": ".", "unit": ["EUR", "%"]}, {"date_format": "%d.%m.%Y"}, {"epoch": "ms"},
     {"null_values": ["n/a"], "integer_ids": True, "time_zone": "America/New_York"}]
)  # fmt: skip


def check(name: str, content: str | bytes, table: str, entry: dict[str, Any], records: int) -> None:
    with TemporaryDirectory() as folder:
        place = Place(Path(folder))
        place.write(name, content)
        file = place.map(table, files=name, **entry).load().files[0]
        assert (file.records, file.landed + file.rejected) == (records, records)
        counted = place.read(f"select (select count(*) from raw.{table}), (select count(*) from raw.rejected_rows)")
        assert counted == [(file.landed, file.rejected)]


@pytest.mark.parametrize("table", TABLES)
@FEW
@given(data=st.data(), notation=NOTATIONS)
def test_any_text_in_any_column_lands_or_is_rejected(table: str, data: st.DataObject, notation: dict[str, Any]) -> None:
    columns = [column for column in read_contract()[table].mappable if column != "loaded_at"]
    rows = data.draw(st.lists(st.lists(TEXTS, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=5))
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([columns, *rows])
    check("t.csv", text.getvalue(), table, notation, len(rows))


@pytest.mark.parametrize("table", ["accounts", "orders", "opportunities", "survey_responses"])
@FEW
@given(data=st.data(), notation=NOTATIONS)
def test_any_number_of_any_size_lands_or_is_rejected(table: str, data: st.DataObject, notation: dict[str, Any]) -> None:
    columns = [column for column in read_contract()[table].mappable if column != "loaded_at"]
    rows = data.draw(st.lists(st.lists(NUMBERS, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=5))
    lines = (json.dumps(dict(zip(columns, row, strict=True)), default=str) for row in rows)
    check("t.jsonl", "".join(line + "\n" for line in lines), table, notation, len(rows))


TYPED = (
    "hugeint '170141183460469231731687303715884105727'", "'nan'::double", "'-infinity'::double", "1e300", "decimal '1234.5'",
    "timestamp '290308-12-22 (BC) 00:00:00'", "timestamp '294247-01-10 04:00:54'", "'infinity'::timestamp", "date '5877642-06-25 (BC)'",
    "timestamptz '9999-12-31 23:59:59+00'", "timestamp_ns '2262-04-11 23:47:16'", "time '10:00:00'", "interval 1 month",
    "[1, 2]", "{'a': 'nan'::double}", "'x'::blob", "true", "null::integer", "uuid()", "'{}'::json",
)  # fmt: skip


@pytest.mark.parametrize(
    "table", ["events", *(pytest.param(name, marks=pytest.mark.torture) for name in ("accounts", "score_overrides"))]
)
@pytest.mark.parametrize(
    "entry", [{}, {"time_zone": "Asia/Tokyo"}, {"epoch": "us"}, {"decimal": ",", "date_format": "%d.%m.%Y"}]
)
def test_any_type_in_any_column_lands_or_is_rejected(place: Place, table: str, entry: dict[str, Any]) -> None:
    columns = [column for column in read_contract()[table].mappable if column != "loaded_at"]
    for number, value in enumerate(TYPED):
        select = ", ".join(f"{value} as {column}" for column in columns)
        duckdb.connect().execute(f"copy (select {select}) to '{place.folder / f't{number}.parquet'}'")
    report = place.map(table, files="*.parquet", **entry).load()
    assert all(file.landed + file.rejected == file.records == 1 for file in report.files)
