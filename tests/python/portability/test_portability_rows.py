"""Rows of unit tests that are written as SQL hold on Spark 3.5 too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR
from portability import check, plain

# Both engines know them, and the check of models, which need none of them, does not.
_NAMED_COLUMNS = re.compile(r"((?<=\bas )\w+) \([\w\s,]+\)|(\b\w+) \([\w\s,]+\)(?= as \()")
_RANGE = re.compile(r"\brange\(\d+(, \d+)?\)")
_OF_BOTH = {"arithmetic on a date", "lateral()"}


def sql_of_rows() -> Iterator[tuple[str, str]]:
    """Path and unit test, and the SQL of each of its inputs and expectations that is SQL."""
    for path in sorted(PROJECT_DIR.glob("models/**/*.yml")):
        for test in read_project_yaml(path).get("unit_tests", []):
            for rows in (*test["given"], test["expect"]):
                if rows.get("format") == "sql":
                    yield f"{path.relative_to(PROJECT_DIR).as_posix()}, {test['name']}", rows["rows"]


def test_rows_of_unit_tests_are_portable() -> None:
    found = []
    read = list(sql_of_rows())
    for place, sql in read:
        shown = _RANGE.sub("numbers", _NAMED_COLUMNS.sub(r"\1\2", sql))
        found += [str(one) for one in check(plain(place, shown)) if one.construct not in _OF_BOTH]
    assert len(read) > 100
    assert not found, "\n" + "\n".join(sorted(set(found)))
