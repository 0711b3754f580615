"""The project itself: all its SQL and all declared types hold on Spark 3.5."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml

from leads.base.settings import PROJECT_DIR
from portability import Project, Rendered, check, check_types, rendered_files

_SPARK_TYPE = re.compile(r"string|boolean|date|timestamp|bigint|integer|double|decimal\(\d+, ?\d+\)")


@pytest.fixture(scope="module")
def rendered() -> list[Rendered]:
    """All SQL of the project as Spark gets it."""
    return list(rendered_files(PROJECT_DIR))


def test_every_model_test_and_macro_is_portable(rendered: list[Rendered]) -> None:
    findings = {str(finding) for one in rendered for finding in check(one)}
    assert not findings, "\n" + "\n".join(sorted(findings))


def test_every_model_and_test_is_rendered(rendered: list[Rendered]) -> None:
    paths = {one.path for one in rendered}
    written = {path.relative_to(PROJECT_DIR).as_posix() for path in PROJECT_DIR.glob("models/**/*.sql")}
    written |= {path.relative_to(PROJECT_DIR).as_posix() for path in PROJECT_DIR.glob("tests/**/*.sql")}
    assert written and not written - paths
    assert not [one.path for one in rendered if "{{" in one.sql or "{%" in one.sql or "\x01" in one.sql]


def test_an_incremental_model_is_rendered_as_first_and_as_later_build(rendered: list[Rendered]) -> None:
    forms = Counter(one.path for one in rendered)
    incremental = [one for one in rendered if forms[one.path] == 2]
    assert incremental
    assert len({one.sql for one in incremental}) == len(incremental)


def test_days_of_another_time_zone_are_portable() -> None:
    project = Project(PROJECT_DIR, "Europe/Berlin")
    rendered = [project.render(path) for path in project.files()]
    findings = {str(finding) for one in rendered for finding in check(one)}
    assert not findings, "\n" + "\n".join(sorted(findings))
    zoned = {one.path for one in rendered if "Europe/Berlin" in one.sql}
    assert {
        "models/intermediate/events/int_events_counted.sql",
        "models/intermediate/funnel/int_hand_overs.sql",
    } <= zoned


def test_every_contract_is_tested_where_the_engine_does_not_hold_it() -> None:
    named = re.findall(
        r"'(\w+)'", (PROJECT_DIR / "tests/quality/assert_contracts_hold.sql").read_text(encoding="utf-8")
    )
    contracted = [path.stem for room in ("marts", "activation") for path in PROJECT_DIR.glob(f"models/{room}/**/*.sql")]
    assert sorted(set(named) & set(contracted)) == sorted(contracted)


def test_what_answers_nothing_is_run_as_a_statement() -> None:
    """dbt's run_query reads a result, which the client of a Thrift server does not find."""
    paths = [path for part in ("macros", "models", "tests") for path in PROJECT_DIR.glob(f"{part}/**/*.sql")]
    assert not [path.name for path in paths if "do run_query(" in path.read_text(encoding="utf-8")]


def test_declared_types_are_spark_types() -> None:
    paths = [*PROJECT_DIR.glob("models/**/*.yml"), *PROJECT_DIR.glob("seeds/**/*.yml")]
    found = [
        str(finding)
        for path in sorted(paths)
        if not path.name.endswith("__sources.yml")
        for finding in check_types(path, path.relative_to(PROJECT_DIR).as_posix())
    ]
    assert not found, "\n" + "\n".join(found)


def test_raw_tables_are_created_with_spark_types() -> None:
    project = Project(PROJECT_DIR)
    contract = yaml.safe_load((PROJECT_DIR / "models/staging/raw/_raw__sources.yml").read_text())
    tables = contract["sources"][0]["tables"]
    assert tables
    for table in tables:
        types = {column["name"]: column["data_type"] for column in table["columns"]}
        statement = project.create_raw_table_sql(table["name"], types)
        written = re.findall(r"^ +(\w+) (.+?),?$", statement, re.MULTILINE)
        assert [name for name, _ in written] == list(types)
        assert not [pair for pair in written if not _SPARK_TYPE.fullmatch(pair[1])], statement
