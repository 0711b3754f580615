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


def test_a_model_may_have_a_scale_of_its_own(folders: tuple[Path, Path], problems: Found) -> None:
    """Complete on the days of its model, whatever the bounds of the others; a shared scale is needed while a model shares it."""
    own = {"A": "40", "B": "30.5", "C": "20", "D": "0", "?": ""}
    path = folders[0] / "grades.csv"
    shared = path.read_text()

    def lines(*models: str, since: str = "2000-01-01") -> str:
        return "".join(
            f"{model},{letter},{bound},{'0.3' if letter == '?' else ''},true,true,analytics,Learnt,{since},\n"
            for model in models
            for letter, bound in own.items()
        )

    path.write_text(shared + lines("b2b_candidate"))
    assert problems() == []
    path.write_text(shared + lines("b2b_candidate", since="2000-01-02"))
    assert [str(problem) for problem in problems()] == [
        "rules/grades.csv, column grade: grade A of the model 'b2b_candidate' has no valid row on 2000-01-01; "
        "add a row or lengthen its validity."
    ]
    path.write_text(shared.splitlines()[0] + "\n" + lines("b2b_candidate", "b2b_standard", "b2c_standard"))
    assert problems() == []
    own["B"] = "40"
    path.write_text(shared + lines("b2b_candidate"))
    assert [(problem.row, problem.column) for problem in problems()] == [(8, "lower_bound")]


def test_one_audience_may_be_without_a_model_and_not_both(problems: Found, set_cell: SetCell) -> None:
    set_cell("scoring_models", row_of("scoring_models", model_id="b2c_standard"), "status", "retired")
    assert problems() == []
    set_cell("scoring_models", row_of("scoring_models", model_id="b2b_standard"), "status", "retired")
    assert [problem.fault for problem in problems()] == ["no model is active on 2000-01-01"]


@pytest.mark.parametrize(
    ("stages", "line", "sentence"),
    [
        ({"engaged": "engaged|hand_raised", "mql": "score_reached|score_fell"}, 3, "hand_raised does not lead to the"),
        ({"engaged": "engaged", "mql": "score_reached|hand_raised|score_fell"}, 4, "score_fell does not hand the lead"),
        ({"known": "engaged|score_fell", "engaged": "created"}, 3, "created does not lead to the stage of position 1"),
    ],
    ids=["hand-raise below", "fall into the hand-over", "created later"],
)
def test_a_signal_that_turns_the_gate_around_is_reported(
    set_cell: SetCell, problems: Found, stages: dict[str, str], line: int, sentence: str
) -> None:
    for stage, signals in stages.items():
        set_cell("funnel_stages", row_of("funnel_stages", stage=stage), "entry_signals", signals)
    found = [problem for problem in problems() if problem.row == line]
    assert [(problem.file, problem.column) for problem in found] == [("rules/funnel_stages.csv", "entry_signals")]
    assert sentence in found[0].fault


def test_a_funnel_of_fewer_stages_under_other_names_is_in_order(folders: tuple[Path, Path], problems: Found) -> None:
    path = folders[0] / "funnel_stages.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    stages = (
        "lead,1,marketing,created|engaged|score_fell,false,",
        "handed,2,marketing,score_reached|hand_raised,true,",
        "worked,3,sales,accepted|qualified|opportunity_opened|opportunity_won,false,",
        "buyer,4,won,purchased,false,",
        "back,,exit,rejected|recycled|disqualified|opportunity_lost,false,true",
    )
    path.write_text(
        "\n".join([header, *(f"{stage},a word,sales,so it is" for stage in stages)]) + "\n", encoding="utf-8"
    )
    assert problems() == []


def test_a_funnel_fault_is_reported_once(set_cell: SetCell, problems: Found) -> None:
    set_cell("funnel_stages", row_of("funnel_stages", stage="sql"), "position", "")
    assert [problem.column for problem in problems()] == ["position"]


def test_a_calendar_that_ends_leaves_days_without_hours(set_cell: SetCell, problems: Found) -> None:
    for weekday in range(1, 6):
        line = row_of("business_calendar", weekday=str(weekday))
        set_cell("business_calendar", line, "valid_to", "2030-01-01")
    assert [problem.fault for problem in problems()] == ["no weekday has hours on 2030-01-01"]


def test_a_calendar_without_hours_is_never_open(set_cell: SetCell, problems: Found) -> None:
    for weekday in range(1, 6):
        for column in ("opens_at", "closes_at"):
            set_cell("business_calendar", row_of("business_calendar", weekday=str(weekday)), column, "")
    assert [problem.fault for problem in problems()] == ["the calendar 'standard' is never open"]


def test_a_calendar_may_follow_another(folders: tuple[Path, Path], problems: Found) -> None:
    path = folders[0] / "business_calendar.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    weekdays = [row for row in rows if "office is staffed" in row]
    ended = [f"{row}2030-01-01" for row in weekdays]

    def write(start: str) -> None:
        later = [row.replace("standard,", "late,").replace("2000-01-01", start) for row in weekdays]
        path.write_text("\n".join([header, *ended, *later]) + "\n", encoding="utf-8")

    write("2030-01-01")
    assert problems() == []
    write("2029-12-31")
    assert [(problem.row, problem.column) for problem in problems()] == [(7, "calendar_id")]


def test_a_company_without_roles_needs_none(folders: tuple[Path, Path], set_cell: SetCell, problems: Found) -> None:
    path = folders[0] / "buying_group_roles.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    line = row_of("stage_thresholds", threshold_id="mqa_min_roles")
    assert [(problem.row, problem.column) for problem in problems()] == [(line, "threshold_value")]
    set_cell("stage_thresholds", line, "threshold_value", "0")
    assert problems() == []


def test_roles_that_end_leave_fewer_than_an_account_needs(set_cell: SetCell, problems: Found) -> None:
    for role_id in ("decision_maker", "budget_holder", "daily_user"):
        set_cell("buying_group_roles", row_of("buying_group_roles", role_id=role_id), "valid_to", "2030-01-01")
    assert ["valid on 2030-01-01" in problem.fault for problem in problems()] == [True]


def test_cuts_at_the_ends_of_the_scale_are_in_order(set_cell: SetCell, problems: Found) -> None:
    line = row_of("survey_scales", population="customer", survey_kind="nps")
    set_cell("survey_scales", line, "promoter_from", "10")
    set_cell("survey_scales", line, "passive_from", "0")
    assert problems() == []


@pytest.mark.parametrize(
    ("threshold", "number"),
    [("account_member_share", "0"), ("account_member_share", "1"), ("mqa_min_members", "1"), ("mqa_min_roles", "4")],
)
def test_a_threshold_at_its_bound_is_in_order(set_cell: SetCell, problems: Found, threshold: str, number: str) -> None:
    set_cell("stage_thresholds", row_of("stage_thresholds", threshold_id=threshold), "threshold_value", number)
    assert problems() == []
