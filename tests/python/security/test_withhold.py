"""No message of DuckDB that quotes a row passes whole, whatever the row holds; messages about names do."""

from __future__ import annotations

import logging

import duckdb
import pytest

from leads.build.failures import reason
from leads.build.withhold import DBT_LOG, withholding, without_values

CANARY = "jane.canary@example.org"
PEOPLE = "create table people (n integer primary key, mail varchar unique, age integer check (age > 0), born date)"
# What a statement over a row that holds the canary raises: by what the message tells of it.
QUOTING = {
    "select cast(mail as integer) from people": "Could not convert string (value) to INT32 when casting from source column",
    "select cast(mail as date) from people": "Conversion Error",
    "select cast(mail as boolean) from people": "Could not convert string (value) to BOOL",
    "select cast('it''s ' || mail || ' \" to INT64' as integer) from people": "to INT32",
    "select cast('a\nb' || mail as integer) from people": "(value) to INT32",
    "select cast('Binder Error: ' || mail as integer) from people": "(value) to INT32",
    "select json_extract('{' || mail, '$.a') from people": "Malformed JSON",
    "select cast('{' || mail as json) from people": "Malformed JSON",
    "select strptime(mail, '%Y') from people": "withheld",
    "select error(mail) from people": "withheld",
    "select regexp_matches('a', '(' || mail) from people": "withheld",
    "select timezone(mail, born) from people": "withheld",
    f"insert into people values (2, '{CANARY}', 1, null)": "Duplicate key (value) violates unique constraint",
    "insert into people select 1, 'x', 1, null": "Duplicate key (value) violates primary key constraint",
    "insert into people values (3, 'y', -1, null)": "Constraint Error",
}
ABOUT_NAMES = ["select missing from people", "from nowhere", "selec 1", "copy people to '/nowhere/at/all.csv'"]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute(PEOPLE)
    made.execute("insert into people values (1, ?, 30, date '2000-01-01')", [CANARY])
    return made


def message_of(con: duckdb.DuckDBPyConnection, statement: str) -> str:
    with pytest.raises(duckdb.Error) as caught:
        con.execute(statement).fetchall()
    return str(caught.value)


@pytest.mark.parametrize("statement", QUOTING)
def test_a_message_that_quotes_a_row_is_told_without_it(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    for text in (message_of(con, statement), f"Runtime Error in model x\n  {message_of(con, statement)}"):
        assert "canary" not in without_values(text)
        assert QUOTING[statement] in without_values(text)
        assert QUOTING[statement] in reason(text)


def test_the_messages_do_quote_rows(con: duckdb.DuckDBPyConnection) -> None:
    assert sum("canary" in message_of(con, statement) for statement in QUOTING) >= 12


@pytest.mark.parametrize("statement", ABOUT_NAMES)
def test_a_message_about_names_passes(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    message = message_of(con, statement)
    assert without_values(message) == message


def test_a_message_about_memory_passes() -> None:
    small = duckdb.connect(config={"memory_limit": "5MB", "temp_directory": ""})
    message = message_of(small, "select array_agg(n) from range(10000000) as numbers (n)")
    assert message.startswith("Out of Memory Error: ")
    assert without_values(message) == message


def test_the_log_of_dbt_is_rewritten_while_dbt_runs_and_only_then() -> None:
    log = logging.getLogger(DBT_LOG)
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    for place in (withholding(), None):
        if place:
            with place:
                log.error("12:00 duckdb error: Invalid Input Error: 100% jane.canary")
        else:
            log.error("12:00 duckdb error: Invalid Input Error: jane.canary")
    log.removeHandler(handler)
    assert ["canary" in line for line in lines] == [False, True]
