"""A faulty cell is reported by file, row and column; values of free text are not repeated."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from leads.base.settings import PROJECT_DIR
from leads.rules import find_problems
from leads.rules.columns import IDS, NUMBERS, Column, Kind
from leads.rules.describe import describe
from leads.rules.read import read_seed
from leads.rules.seeds import MAPPING_SEEDS, RULE_SEEDS
from rules_folder import MAPPINGS, RULES, Found, SetCell, write_cell

SENTENCE = re.compile(r"rules/\w+\.csv(, row \d+)?(, column \w+)?: [^\n]+; [^\n]+\.")
EVERYWHERE = ["NULL", "null", " padded", "padded ", "two\nlines", "\ttab"]
IN_NUMBERS = [
    "NaN",
    "inf",
    "-Infinity",
    "007",
    "1e3",
    "+5",
    ".5",
    "1,000",
    "None",
    "N/A",
    "many",
    "0x10",
    "1_000",
]
IN_IDS = ["None", "NaN", "n/a"]


def forbidden(column: Column) -> list[str]:
    """Texts that no cell of the column may have."""
    tokens = list(EVERYWHERE)
    tokens += IN_NUMBERS if column.kind in NUMBERS else []
    tokens += IN_IDS if column.kind in IDS else []
    tokens += ["Upper", "with space", "a-b"] if column.kind is Kind.SLUG else []
    tokens += ["1st", "a b", "x;y"] if column.kind is Kind.FIELD else []
    tokens += ["perhaps"] if column.kind in (Kind.BOOLEAN, Kind.CHOICE, Kind.CHOICES) else []
    tokens += ["2026-02-30", "1.1.2026", "20260101"] if column.kind is Kind.DATE else []
    tokens += ["25:00", "9:00"] if column.kind is Kind.TIME else []
    return tokens + ([""] if column.required else [])


CORRUPTIONS = [
    (seed.name, row.line, column.name, token)
    for seed in RULE_SEEDS
    for row in read_seed(RULES, seed)[0].rows
    for column in seed.columns
    for token in forbidden(column)
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CORRUPTIONS))
def test_any_corrupted_cell_is_reported_in_its_place(
    corruption: tuple[str, int, str, str],
) -> None:
    seed, line, column, token = corruption
    with tempfile.TemporaryDirectory() as scratch:
        rules = Path(scratch) / "rules"
        copytree(RULES, rules)
        write_cell(rules / f"{seed}.csv", line, column, token)
        found = find_problems(rules, MAPPINGS)
    assert [(problem.file, problem.row, problem.column) for problem in found] == [(f"rules/{seed}.csv", line, column)]
    assert SENTENCE.fullmatch(str(found[0])), str(found[0])


@pytest.mark.parametrize("number", ["1000.01", "-1000.01", "1.005"])
def test_points_out_of_range_or_too_fine_are_refused(set_cell: SetCell, problems: Found, number: str) -> None:
    set_cell("engagement_rules", 2, "points", number)
    assert [(problem.row, problem.column) for problem in problems()] == [(2, "points")]


def test_a_mapping_cell_is_checked_as_well(set_cell: SetCell, problems: Found) -> None:
    set_cell("sites", 3, "latitude", "91")
    assert str(problems()[0]).startswith("mappings/sites.csv, row 3, column latitude: '91' is out of range")


def test_values_of_rules_are_not_repeated(set_cell: SetCell, problems: Found) -> None:
    set_cell("exclusion_rules", 2, "value", "someone@example.org ")
    assert "someone" not in str(problems()[0])


def test_types_and_described_columns_are_those_of_the_files() -> None:
    files = sorted((PROJECT_DIR / "seeds/properties").glob("_*__seeds.yml"))
    seeds = [seed for file in files for seed in yaml.safe_load(file.read_text())["seeds"]]
    typed = {seed["name"]: list(seed["config"]["column_types"]) for seed in seeds}
    headers = {
        path.stem: path.read_text(encoding="utf-8").splitlines()[0].split(",")
        for folder in ("rules", "mappings")
        for path in (PROJECT_DIR / "seeds" / folder).glob("*.csv")
    }
    assert headers == typed == {seed.name: seed.header for seed in (*RULE_SEEDS, *MAPPING_SEEDS)}


def test_the_page_of_the_rules_is_written_from_their_yaml() -> None:
    assert (PROJECT_DIR / "docs/rules.md").read_text(encoding="utf-8") == describe()
