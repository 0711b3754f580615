"""In which dialects the SQL of every model parses: "compiles for" in docs/scaling.md, which is less than "runs on"."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from sqlglot import parse_one
from sqlglot.errors import SqlglotError

from leads.base.settings import PROJECT_DIR
from portability import Project

PAGE = PROJECT_DIR / "docs/scaling.md"
DIALECTS = ("databricks", "snowflake", "bigquery", "redshift", "postgres")


def refusals() -> dict[str, list[str]]:
    """By dialect the models that it does not parse."""
    project = Project(PROJECT_DIR)
    found: dict[str, list[str]] = defaultdict(list)
    for path in project.files():
        if path.is_relative_to(PROJECT_DIR / "models"):
            sql = project.render(path).sql
            for dialect in DIALECTS:
                try:
                    parse_one(sql, read=dialect)
                except SqlglotError:
                    found[dialect].append(path.stem)
    return found


def test_the_page_says_what_compiles_for_which_warehouse() -> None:
    models = len(list(PROJECT_DIR.glob("models/**/*.sql")))
    refused = refusals()
    for dialect in DIALECTS:
        found = re.search(
            rf"^\| {dialect} \| (\d+) of (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE
        )
        if found is None:
            pytest.fail(f"docs/scaling.md has no row for {dialect}: {models - len(refused[dialect])} of {models}")
        assert (int(found[1]), int(found[2])) == (models - len(refused[dialect]), models), (dialect, refused[dialect])
