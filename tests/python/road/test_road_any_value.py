"""No value of any column of the raw tables stops a build, whoever filled them: rows of the oddest values beside a good lead."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.base import sql
from leads.base.contract import Column, read_contract
from leads.base.warehouse import connect
from leads.load.create_raw_tables import create_raw_tables
from road import Road

DAY = date(2026, 3, 20)
TABLES = [table for table in read_contract().values() if table.is_loadable and table.name != "erasures"]
TEXTS = [
    "",
    " ",
    "null",
    "x" * 3000,
    "Ünï\U0001f600",
    "a'b\"c;--",
    "-1",
    "1e400",
    "b2b",
    "fit",
    "nps",
    "won",
    "customer",
    "call",
]
ODD: dict[str, list[str]] = {
    "varchar": [sql.text(value) for value in TEXTS] + ["null", "chr(10) || chr(9)", "'x0'", "'x1'"],
    "json": ["'{}'", "'[1]'", "'\"\"'", "'null'", '\'{"age": 1e308, "a.b": {"c": []}}\'', "null"],
    "timestamp": [
        *("'infinity'", "'-infinity'", "'0001-01-01'", "'9999-12-31 23:59:59.999999'", "'290000-01-01'", "null"),
        *("'2026-03-19 10:00'", "'2026-03-01'", "'1970-01-01'", "'290000-01-01 (BC)'", "'2026-03-20 23:59:59.999999'"),
    ],
    "date": ["'infinity'", "'0001-01-01'", "'9999-12-31'", "'5877000-01-01'", "null", "'2026-03-01'", "'2026-03-21'"],
    "boolean": ["true", "false", "null"],
    "integer": ["2147483647", "-2147483648", "0", "null", "10"],
    "bigint": ["9223372036854775807", "-9223372036854775808", "0", "null", "10"],
    "double": ["'nan'", "'infinity'", "-1e308", "1e308", "0", "null", "91"],
    "decimal(18,2)": ["9999999999999999.99", "-9999999999999999.99", "0", "null", "0.01"],
    "decimal(18,3)": ["999999999999999.999", "-999999999999999.999", "null"],
    "decimal(9,2)": ["9999999.99", "-9999999.99", "0", "null"],
}


def value_of(column: Column, pick: Random) -> str:
    """What the column may hold; half of all values are plain, so that a row gets somewhere."""
    plain = {"varchar": ["'x0'", "'x1'"], "timestamp": ["'2026-03-10 10:00'"], "date": ["'2026-03-10'"]}
    words = {"activity_type": ["'accepted'", "'recycled'"], "population": ["'customer'"], "survey_kind": ["'nps'"]}
    words |= {"dimension": ["'fit'", "'engagement'"], "event_type": ["'call'", "'demo_request'"]}
    usual = words.get(column.name) or plain.get(column.data_type)
    if column.name == "_load_batch_id":
        return "null"
    return pick.choice(usual if usual and pick.random() < 0.5 else ODD[column.data_type])


@given(st.integers(0, 2**32))
@settings(max_examples=1, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_value_stops_a_build(road: Road, seed: int) -> None:
    pick = Random(seed)
    with connect(road.settings.warehouse) as con:
        create_raw_tables(con, read_contract().values())
        for table in TABLES:
            rows = [tuple(value_of(column, pick) for column in table.columns) for _ in range(60)]
            con.execute(f"delete from raw.{table.name}")
            columns = ", ".join(f"cast(c{place} as {column.data_type})" for place, column in enumerate(table.columns))
            names = ", ".join(f"c{place}" for place in range(len(table.columns)))
            for row in rows:
                con.execute(
                    f"insert into raw.{table.name} select {columns} from (values ({', '.join(row)})) as v({names})"
                )
        good: dict[str, Any] = {"raw.leads (lead_id, created_at, loaded_at)": "('good', '2026-03-01', '2026-03-01')"}
        good["raw.events (event_id, lead_id, event_type, occurred_at, loaded_at)"] = (
            "('good-1', 'good', 'call', '2026-03-20 10:00', '2026-03-20 10:00')"
        )
        for place, value in good.items():
            con.execute(f"insert into {place} values {value}")
    road.build(DAY, tests=True)
    assert road.rows("select engagement_score from marts.lead_scores where lead_id = 'good'") == [(10,)]
