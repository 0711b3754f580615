"""No message of a kind that quotes rows passes, whatever the row holds; all other messages of DuckDB do."""

from __future__ import annotations

import logging

import duckdb
import pytest

from leads.build.failures import reason
from leads.build.withhold import DBT_LOG, WITHHELD, withholding, without_values

CANARY = "jane.canary@example.org"
PEOPLE = "create table people (n integer primary key, mail varchar unique, age integer check (age > 0), born date)"
# Statements over a row that holds the canary, by the kind of what they raise.
QUOTING = {
    "Conversion": [
        "select cast(mail as integer) from people",
        "select cast(mail as date) from people",
        "select cast('it''s ' || mail || ' \" to INT64' as integer) from people",
        "select cast('a\nb' || mail as integer) from people",
        "select cast('Binder Error: ' || mail as integer) from people",
        "select cast('{' || mail as json) from people",
        "select date_trunc(mail, born) from people",
    ],
    "Invalid Input": [
        "select json_extract('{' || mail, '$.a') from people",
        "select strptime(mail, '%Y') from people",
        "select error(mail) from people",
        "select regexp_matches('a', '(' || mail) from people",
    ],
    "Not implemented": ["select timezone(mail, born) from people"],
    "Constraint": [f"insert into people values (2, '{CANARY}', 1, null)"],
}
# Kinds of which not every message quotes a row: they go by their kind, not by their words.
WITHHELD_TOO = {
    "Constraint": "insert into people values (3, 'y', -1, null)",
    "Out of Range": "select 2147483647 + age from people",
}
ABOUT_NAMES = ["select missing from people", "from nowhere", "selec 1", "copy people to '/nowhere/at/all.csv'"]
# As the engine ends a build by a fault of its own; no statement raises them on purpose.
OF_THE_ENGINE = [
    "INTERNAL Error: dict-surviving cache: global dictionary column changed identity\nThis error signals an assertion failure "
    "within DuckDB.",
    "FATAL Error: Failed: database has been invalidated because of a previous fatal error. The database must be restarted "
    "prior to being used again.",
]


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


@pytest.mark.parametrize(("kind", "statement"), [(kind, one) for kind, all_of in QUOTING.items() for one in all_of])
def test_a_message_that_quotes_a_row_is_withheld_but_for_its_kind(
    con: duckdb.DuckDBPyConnection, kind: str, statement: str
) -> None:
    message = message_of(con, statement)
    assert "canary" in message
    for text in (message, f"Runtime Error in model x\n  {message}"):
        assert "canary" not in without_values(text)
        assert reason(text) == f"{kind} Error: {WITHHELD}"


@pytest.mark.parametrize(("kind", "statement"), WITHHELD_TOO.items())
def test_the_kind_decides_and_not_the_words(con: duckdb.DuckDBPyConnection, kind: str, statement: str) -> None:
    assert reason(message_of(con, statement)) == f"{kind} Error: {WITHHELD}"


def test_a_key_that_two_transactions_wrote_is_withheld_at_the_commit(con: duckdb.DuckDBPyConnection) -> None:
    one, other = con.cursor(), con.cursor()
    for number, writer in enumerate((one, other), 10):
        writer.begin()
        writer.execute("insert into people values (?, ?, 1, null)", [number, f"new {CANARY}"])
    one.commit()
    with pytest.raises(duckdb.Error) as caught:
        other.commit()
    assert "canary" in str(caught.value)
    assert reason(str(caught.value)) == f"TransactionContext Error: {WITHHELD}"


@pytest.mark.parametrize("message", OF_THE_ENGINE)
def test_a_fault_of_the_engine_passes_whole(message: str) -> None:
    assert without_values(message) == message
    assert reason(f"Runtime Error in model x (x.sql)\n  {message}") == message.splitlines()[0].rstrip(".")


def test_what_quoted_a_row_before_a_fatal_error_is_withheld_in_it() -> None:
    fatal = f"{OF_THE_ENGINE[1]}\nOriginal error: \"Constraint Error: Duplicate key 'mail: {CANARY}'\""
    assert "canary" not in without_values(fatal)
    assert without_values(fatal).startswith(OF_THE_ENGINE[1])


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
