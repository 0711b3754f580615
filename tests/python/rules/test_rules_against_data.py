"""What rules ask for and no record has: told by name, and nothing told that some record has."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from leads.base.contract import read_contract
from leads.rules import find_problems
from leads.rules.against_data import find_unmatched_in
from rules_folder import MAPPINGS, RULES, SetCell, row_of


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """A warehouse in which every attribute, property, event type and listed value of the shipped rules comes once."""
    con = duckdb.connect()
    con.execute("create schema raw")
    for name, table in read_contract().items():
        con.execute(f"create table raw.{name} ({', '.join(f'{c.name} varchar' for c in table.columns)})")
    given = [(row["attribute"], row["operator"], row["value"]) for row in rows("fit_rules")]
    given += [(row["match_field"], row["operator"], row["value"]) for row in rows("exclusion_rules")]
    given += [(row["attribute"], "in", row["value"]) for row in rows("buying_group_roles")]
    for attribute, operator, value in given:
        for item in value.split("|") if operator in ("eq", "in") else [value or "some"]:
            con.execute(
                "insert into raw.leads (lead_id, email, job_title, attributes) "
                "values ('a', 'a@b.example', 'Head', json_object(?, ?))",
                [attribute, f" {item.upper()} "],
            )
    con.execute("insert into raw.accounts (account_id, founded_year, latitude) values ('x', '1990', '50')")
    for row in rows("engagement_rules"):
        for item in row["value"].split("|"):
            con.execute(
                "insert into raw.events (event_id, event_type, campaign, url, properties) "
                "values ('e', ?, 'c', ?, json_object(?, ?))",
                [row["event_type"], item or None, row["property"] or "none", item],
            )
    return con


def rows(seed: str) -> list[dict[str, str]]:
    with (RULES / f"{seed}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_nothing_is_told_of_what_some_record_has(con: duckdb.DuckDBPyConnection) -> None:
    assert [str(problem) for problem in find_unmatched_in(con, RULES)] == []


@pytest.mark.parametrize(
    ("seed", "cells", "column", "text", "told"),
    [
        (
            "fit_attributes",
            {"attribute": "industry", "model_id": "b2b_standard"},
            "attribute",
            "industri",
            "attribute 'industri'",
        ),
        ("exclusion_rules", {"rule_id": "student_title"}, "match_field", "job_titel", "attribute 'job_titel'"),
        ("engagement_rules", {"rule_id": "b2b_pricing_page"}, "property", "pagee", "property 'pagee'"),
        ("engagement_rules", {"rule_id": "b2b_pricing_page"}, "value", "prizing", "no record has the value"),
        ("exclusion_rules", {"rule_id": "supplier_domain"}, "match_field", "source", "attribute 'source'"),
    ],
)
def test_what_no_record_has_is_told(
    *, con: duckdb.DuckDBPyConnection, folders: tuple[Path, Path], set_cell: SetCell, seed: str, cells: dict[str, str],
    column: str, text: str, told: str,
) -> None:  # fmt: skip
    line = row_of(seed, **cells)
    set_cell(seed, line, column, text)
    if seed == "fit_attributes":
        for number, row in enumerate(rows("fit_rules"), start=2):
            if row["attribute"] == "industry" and row["model_id"] == cells["model_id"]:
                set_cell("fit_rules", number, "attribute", text)
    assert find_problems(*folders) == []
    found = find_unmatched_in(con, folders[0])
    assert [(problem.file, problem.row, problem.column) for problem in found] == [(f"rules/{seed}.csv", line, column)]
    assert told in str(found[0])


def test_a_list_with_one_misspelt_element_names_it_without_repeating_it(
    con: duckdb.DuckDBPyConnection, folders: tuple[Path, Path], set_cell: SetCell
) -> None:
    line = row_of("fit_rules", operator="in")
    former = rows("fit_rules")[line - 2]["value"]
    set_cell("fit_rules", line, "value", f"{former}|retial")
    found = [str(problem) for problem in find_unmatched_in(con, folders[0])]
    assert (
        len(found) == 1 and f"element {len(former.split('|')) + 1} of the list" in found[0] and "retial" not in found[0]
    )


def test_an_event_type_that_never_came_is_told_once(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("delete from raw.events where event_type = 'call'")
    assert [problem.row for problem in find_unmatched_in(con, RULES)] == [row_of("engagement_rules", event_type="call")]


def test_an_empty_warehouse_misses_nothing() -> None:
    con = duckdb.connect()
    assert find_unmatched_in(con, RULES) == []
    assert MAPPINGS.is_dir()
