"""The mutation run: every seed is flipped, a notice counts, a survivor is listed."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from leads.rules import find_problems
from leads.rules.seeds import RULE_SEEDS
from mutate.__main__ import mutate
from mutate.mutants import make_mutants, write_mutant
from rules_folder import RULES

UNNOTICED = shlex.join([sys.executable, "-c", "pass"])
COMPARE = (
    "import os, pathlib; folder = pathlib.Path(os.environ['LEADS_RULES']);"
    "assert (folder / 'bands.csv').read_text() == pathlib.Path('seeds/rules/bands.csv').read_text()"
)
NOTICED = shlex.join([sys.executable, "-c", COMPARE])


def run(command: str) -> tuple[int, str]:
    """Exit code and output of a run over one seed."""
    app = typer.Typer()
    app.command()(mutate)
    result = CliRunner().invoke(app, ["--rules", str(RULES), "--command", command, "--seed", "bands"])
    return result.exit_code, result.stdout


def test_every_seed_has_mutants_that_differ() -> None:
    mutants = list(make_mutants(RULES, 1))
    assert {mutant.seed for mutant in mutants} == {seed.name for seed in RULE_SEEDS}
    assert all(mutant.old != mutant.new for mutant in mutants)


def test_who_may_become_an_mql_is_flipped() -> None:
    flips = {(mutant.column, mutant.old, mutant.new) for mutant in make_mutants(RULES, 2) if mutant.seed == "grades"}
    for column in ("mql_by_score", "mql_by_hand_raise"):
        assert (column, "true", "false") in flips


def test_a_flip_of_the_funnel_is_refused_or_makes_another_funnel(tmp_path: Path) -> None:
    mutants = [mutant for mutant in make_mutants(RULES, 3) if mutant.seed == "funnel_stages"]
    accepted = set()
    for mutant in mutants:
        write_mutant(RULES, tmp_path / "rules", mutant)
        accepted |= set() if find_problems(tmp_path / "rules") else {mutant.column}
    assert {mutant.column for mutant in mutants} - accepted == {"position", "kind", "entry_signals", "is_hand_over"}
    assert accepted == {"stage", "allows_return", "description"}


@pytest.mark.torture
def test_flips_of_surveys_and_accounts_are_other_rules_or_refused(tmp_path: Path) -> None:
    accepted: set[tuple[str, str]] = set()
    refused: set[tuple[str, str]] = set()
    for mutant in make_mutants(RULES, 9):
        if mutant.seed in ("survey_scales", "buying_group_roles", "stage_thresholds"):
            write_mutant(RULES, tmp_path / "rules", mutant)
            kept = refused if find_problems(tmp_path / "rules") else accepted
            kept.add((mutant.seed, mutant.column))
            assert mutant.column != "role_id"
    for place in [
        ("survey_scales", "survey_kind"),
        ("survey_scales", "scale_low"),
        ("survey_scales", "scale_high"),
        ("survey_scales", "promoter_from"),
        ("survey_scales", "passive_from"),
        ("survey_scales", "max_questions"),
        ("survey_scales", "min_respondents"),
        ("buying_group_roles", "attribute"),
        ("buying_group_roles", "value"),
        ("stage_thresholds", "threshold_value"),
    ]:
        assert place in accepted
    assert ("stage_thresholds", "unit") in refused - accepted


def test_a_share_is_flipped_to_another_share() -> None:
    flips = [mutant for mutant in make_mutants(RULES, 9) if mutant.column == "threshold_value"]
    assert ("0.5", "0.6") in {(flip.old, flip.new) for flip in flips}


def test_a_test_that_notices_leaves_no_survivor() -> None:
    code, output = run(NOTICED)
    assert (code, "0 survived" in output) == (0, True)


def test_a_test_that_notices_nothing_leaves_survivors_listed_by_place() -> None:
    code, output = run(UNNOTICED)
    assert code == 1
    assert "bands.csv, row 2, column lower_bound: '60' -> '61'" in output


def test_a_command_that_fails_from_the_start_is_refused() -> None:
    code, _ = run(shlex.join([sys.executable, "-c", "raise SystemExit(1)"]))
    assert code == 2
