"""Files that are not what they should be; shipped folders that are."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from former_rules import write_former_rules
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR
from leads.rules import check_rules, find_problems
from leads.rules.command import app
from rules_folder import MAPPINGS, RULES, Found, SetCell

SHIPPED = [RULES, *sorted((PROJECT_DIR / "examples").glob("*/rules"))]


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: str(folder.relative_to(PROJECT_DIR)))
def test_the_shipped_rules_are_in_order(folder: Path) -> None:
    assert [str(problem) for problem in find_problems(folder)] == []


def test_a_missing_file_is_named(folders: tuple[Path, Path], problems: Found) -> None:
    (folders[0] / "grades.csv").unlink()
    assert [str(problem) for problem in problems()] == [
        "rules/grades.csv: the file is missing or unreadable; copy it from seeds/ and adapt it."
    ]


def test_a_file_of_an_unknown_name_is_refused(folders: tuple[Path, Path], problems: Found) -> None:
    (folders[0] / "grade.csv").write_text("grade\n")
    assert [problem.file for problem in problems()] == ["rules/grade.csv"]


def test_a_seed_in_a_subfolder_is_refused_because_dbt_would_read_it(
    folders: tuple[Path, Path], problems: Found
) -> None:
    (folders[0] / "old").mkdir()
    (folders[0] / "old" / "bands.csv").write_bytes((folders[0] / "bands.csv").read_bytes())
    assert [problem.file for problem in problems()] == ["rules/old/bands.csv"]


def test_a_byte_that_is_not_utf8_is_located(folders: tuple[Path, Path], problems: Found) -> None:
    path = folders[0] / "bands.csv"
    content = path.read_bytes()
    at = content.index(b"Regular")
    path.write_bytes(content[:at] + b"\xff" + content[at:])
    assert (
        str(problems()[0]) == f"rules/bands.csv, row 3: byte {at + 1} of the file is not UTF-8; save the file as UTF-8."
    )


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("grade,lower_bound", "grade,lower", "lower_bound"),
        ("grade,", "grade,colour,", "colour"),
        (
            "grade,lower_bound,below_completeness",
            "lower_bound,grade,below_completeness",
            None,
        ),
        ("grade,", "grade,grade,", "grade"),
    ],
    ids=["missing", "extra", "order", "twice"],
)
def test_a_wrong_header_is_reported(
    folders: tuple[Path, Path], problems: Found, old: str, new: str, column: str | None
) -> None:
    path = folders[0] / "grades.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    found = [(problem.file, problem.row, problem.column) for problem in problems()]
    assert ("rules/grades.csv", 1, column) in found


@pytest.mark.parametrize("tail", [",one too many\n", "\n\n"], ids=["too many", "blank line"])
def test_a_row_with_another_number_of_cells_is_reported(folders: tuple[Path, Path], problems: Found, tail: str) -> None:
    path = folders[0] / "bands.csv"
    path.write_text(path.read_text().rstrip("\n") + tail)
    assert "cells where the header has 7" in str(problems()[0])


def test_an_open_quote_is_reported(folders: tuple[Path, Path], problems: Found) -> None:
    path = folders[0] / "bands.csv"
    path.write_text(path.read_text() + '5,"0,marketing\n')
    assert str(problems()[0]).startswith("rules/bands.csv, row 6: the line is not CSV")


def test_a_folder_from_before_a_column_is_in_order(tmp_path: Path) -> None:
    former = write_former_rules(tmp_path / "former")
    assert find_problems(former, MAPPINGS) == []
    types = former / "event_types.csv"
    assert "machine_seconds_after" not in types.read_text()
    types.write_text(types.read_text().replace("delivery_event_type,", "delivery_event_type,machine_seconds_after,", 1))
    assert "cells where the header has 9" in str(find_problems(former, MAPPINGS)[0])


def test_a_seed_without_rows_is_reported_where_rows_are_needed(folders: tuple[Path, Path], problems: Found) -> None:
    for seed in ("bands", "exclusion_rules"):
        path = folders[0] / f"{seed}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    assert [str(problem) for problem in problems()] == ["rules/bands.csv: the file has no rows; add at least one."]


def test_a_build_is_refused_with_the_first_problem(folders: tuple[Path, Path], set_cell: SetCell) -> None:
    set_cell("fit_rules", 2, "tier", "150")
    set_cell("bands", 2, "lower_bound", "101")
    with pytest.raises(LeadsError, match=r"fit_rules.csv, row 2, column tier.*\(and 1 more") as refused:
        check_rules(*folders)
    assert refused.value.exit_code is ExitCode.BAD_RULES
    assert len(str(refused.value).splitlines()) == 1


def test_the_command_prints_every_problem_and_ends_with_its_code(folders: tuple[Path, Path], set_cell: SetCell) -> None:
    set_cell("fit_rules", 2, "tier", "150")
    set_cell("bands", 2, "lower_bound", "101")
    result = CliRunner().invoke(app, ["check", "--rules", str(folders[0])])
    assert isinstance(result.exception, LeadsError)
    assert result.exception.exit_code is ExitCode.BAD_RULES
    assert "rules/fit_rules.csv, row 2, column tier" in result.stdout
    assert "rules/bands.csv, row 2, column lower_bound" in result.stdout
