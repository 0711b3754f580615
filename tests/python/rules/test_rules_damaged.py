"""Damaged rule seeds: read as they stand, or refused with one sentence for each problem before dbt is asked."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

import damage
from leads.cli import app
from leads.rules.read import read_seed
from leads.rules.seeds import RULE_SEEDS
from rules_folder import RULES

SENTENCE = re.compile(r"rules/\w+\.csv(, row \d+)?(, column [^\n]*?)?: [^\n]+; [^\n]+\.")
ODD_PLACES: dict[str, Callable[[Path], None]] = {
    "a folder": lambda path: path.mkdir(),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "missing": lambda path: None,
}


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped seeds; dbt may not be reached."""

    def reached(*arguments: Any) -> None:
        raise AssertionError("dbt was reached")

    monkeypatch.setattr("leads.build.build.run_dbt", reached)
    monkeypatch.setenv("LEADS_WAREHOUSE", str(tmp_path / "w.duckdb"))
    copytree(RULES, tmp_path / "rules")
    return tmp_path / "rules"


def run(rules: Path, *command: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["--rules", str(rules), *command])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.stdout, result.stderr


def check(rules: Path) -> int:
    """The exit code of the check; with problems, one sentence each, and a build that is refused the same way."""
    code, shown, error = run(rules, "rules", "check")
    if code == 0:
        return code
    assert code == 4, error
    sentences = shown.splitlines()
    assert sentences and error.startswith(f"{len(sentences)} problem")
    assert not [sentence for sentence in sentences if not SENTENCE.fullmatch(sentence)]
    code, shown, error = run(rules, "build")
    assert (code, shown, len(error.strip().splitlines())) == (4, "", 1), error
    return 4


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]


def copied(path: Path, header: list[str]) -> list[list[str]]:
    """The rows of a seed as dbt reads them: by COPY."""
    with duckdb.connect() as con:
        con.execute(f"create table seed ({', '.join(f'{name} varchar' for name in header)})")
        con.execute(f"copy seed from '{path}' (format csv, header true, delimiter ',')")
        return [[cell or "" for cell in row] for row in con.execute("from seed").fetchall()]


def damaged(rules: Path, rounds: int, seed: int) -> list[int]:
    """The exit codes for seeds drawn at random, with each kind of damage; a seed that passes is read whole."""
    codes = []
    for number in range(rounds):
        for kind, change in damage.CSV.items():
            chance = random.Random(f"{seed} {number} {kind}")
            drawn = chance.choice(RULE_SEEDS)
            path = rules / f"{drawn.name}.csv"
            good = path.read_bytes()
            content = change(good, chance)
            path.write_bytes(content)
            codes.append(check(rules))
            if codes[-1] == 0:
                assert [list(row.cells.values()) for row in read_seed(rules, drawn)[0].rows] == rows_of(content), kind
                assert copied(path, drawn.header) == rows_of(content), kind
            path.write_bytes(good)
    return codes


def test_a_damaged_seed_is_refused_before_dbt_is_asked(rules: Path) -> None:
    codes = damaged(rules, rounds=1, seed=5)
    assert len(codes) > 25 and codes.count(4) > 20


@pytest.mark.torture
def test_hundreds_of_damaged_seeds_are_refused_before_dbt_is_asked(rules: Path) -> None:
    codes = damaged(rules, rounds=8, seed=6)
    assert len(codes) > 200 and codes.count(4) > 160


@pytest.mark.parametrize("kind", ODD_PLACES)
def test_a_seed_that_is_no_file_is_refused(rules: Path, kind: str) -> None:
    path = rules / "bands.csv"
    path.unlink()
    ODD_PLACES[kind](path)
    assert check(rules) == 4
