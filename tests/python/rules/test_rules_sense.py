"""Rows that are well formed and make no sense together: one sentence, in the right place.

The cases are the rows of senseless_rules.csv: write `texts` into `columns` of `row` (lists ;), expect a sentence for
`reported_row` (empty: the same row, -: the whole file) and `reported_column`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rules_folder import Found, SetCell, row_of

with Path(__file__).with_name("senseless_rules.csv").open(newline="", encoding="utf-8") as file:
    CASES = list(csv.DictReader(file))


def line_of(seed: str, selector: str) -> int:
    """The line of the row whose cells are column=text&column=text."""
    return row_of(seed, **dict(pair.split("=", 1) for pair in selector.split("&")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_a_senseless_rule_is_reported_in_its_place(case: dict[str, str], set_cell: SetCell, problems: Found) -> None:
    line = line_of(case["seed"], case["row"])
    for column, text in zip(case["columns"].split(";"), case["texts"].split(";"), strict=True):
        set_cell(case["seed"], line, column, text)
    reported = {"": line, "-": None}.get(case["reported_row"], 0)
    if reported == 0:
        reported = line_of(case["seed"], case["reported_row"])
    sentences = [
        str(problem)
        for problem in problems()
        if (problem.file.split("/")[1], problem.row, problem.column)
        == (f"{case['seed']}.csv", reported, case["reported_column"])
    ]
    assert sentences, [str(problem) for problem in problems()]
    assert case["sentence"] in sentences[0]
    assert "\n" not in sentences[0]


def test_an_id_may_come_again_when_one_row_ends_as_the_other_begins(problems: Found, set_cell: SetCell) -> None:
    line = row_of("engagement_rules", rule_id="b2b_webinar_attended", valid_from="2026-01-01")
    set_cell("engagement_rules", line, "valid_from", "2026-01-02")
    assert problems() == []
    set_cell("engagement_rules", line, "valid_from", "2025-12-31")
    assert [(problem.row, problem.column) for problem in problems()] == [(line, "rule_id")]


def test_one_audience_may_be_without_a_model_and_not_both(problems: Found, set_cell: SetCell) -> None:
    set_cell("scoring_models", row_of("scoring_models", model_id="b2c_standard"), "status", "retired")
    assert problems() == []
    set_cell("scoring_models", row_of("scoring_models", model_id="b2b_standard"), "status", "retired")
    assert [problem.fault for problem in problems()] == ["no model is active on 2000-01-01"]
