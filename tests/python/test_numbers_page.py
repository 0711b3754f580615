"""docs/numbers.md names every column of every mart once, and only models, macros and unit tests that exist."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR

PAGE = (PROJECT_DIR / "docs/numbers.md").read_text(encoding="utf-8")
MODELS = PROJECT_DIR / "models"
SHARED = "Read in many marts"
NAMES = re.compile(r"`([^`]+)`")


class Number(NamedTuple):
    """A row of the page."""

    section: str
    columns: list[str]
    model: str
    formula: str
    tests: list[str]


def described(folder: str, kind: str) -> list[dict[str, Any]]:
    files = (MODELS / folder).rglob("*.yml")
    return [item for file in files for item in read_project_yaml(file).get(kind, [])]


def numbers() -> list[Number]:
    rows = []
    for section in PAGE.split("\n## ")[1:]:
        title, body = section.split("\n", 1)
        for line in body.splitlines():
            if line.startswith("| `"):
                columns, model, formula, tests = (cell.strip() for cell in line.strip("|").split(" | "))
                rows.append(Number(title, NAMES.findall(columns), model.strip("`"), formula, NAMES.findall(tests)))
    return rows


def test_every_column_of_every_mart_is_on_the_page_once() -> None:
    marts = {mart["name"]: [column["name"] for column in mart["columns"]] for mart in described("marts", "models")}
    own = [(mart, column) for row in numbers() for mart in NAMES.findall(row.section) for column in row.columns]
    shared = [column for row in numbers() if row.section == SHARED for column in row.columns]
    assert not [name for name, times in [*Counter(own).items(), *Counter(shared).items()] if times > 1]
    columns = {(mart, column) for mart, names in marts.items() for column in names}
    assert set(own) <= columns
    assert set(shared) <= {column for _, column in columns}
    assert not sorted(columns - set(own) - {(mart, column) for mart in marts for column in shared})
    assert set(NAMES.findall(" ".join(re.findall(r"^## (.*)$", PAGE, re.MULTILINE)))) == set(marts)


def test_the_page_names_what_there_is() -> None:
    models = {path.stem for path in MODELS.rglob("*.sql")}
    tests = {test["name"] for test in described("", "unit_tests")}
    data_tests = set(
        re.findall(r"^ +name: (\w+)", "\n".join(p.read_text("utf-8") for p in MODELS.rglob("*.yml")), re.MULTILINE)
    )
    files = (PROJECT_DIR / "macros").rglob("*.sql")
    macros = {name for file in files for name in re.findall(r"macro (\w+)\(", file.read_text(encoding="utf-8"))}
    assert {row.model for row in numbers()} <= models
    assert {name for row in numbers() for name in row.tests} <= tests
    assert {name for row in numbers() for name in re.findall(r"`(\w+)\(\)`", row.formula)} <= macros
    # Names in the text: models and tests; a name that is neither is a column, a seed or a variable.
    assert set(re.findall(r"`((?:int|stg)_\w+)`", PAGE)) <= models
    prose = [line for line in PAGE.splitlines() if not line.startswith("|")]
    sentences = {name for line in prose for name in NAMES.findall(line) if name.count("_") > 3}
    assert sentences <= tests | data_tests
