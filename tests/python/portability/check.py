"""The check of one rendered file, and of the types that YAML files declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlglot.errors import SqlglotError

from .render import Rendered
from .tree import tree_problems
from .words import Problem, word_problems

_ENGINE_CONFIG = ("file_format", "incremental_strategy", "partition_by")
_DECLARED = re.compile(r"^\s*\w+: *[\"']?(varchar|text|json|time|hugeint|uuid|float|real)[\"']?\s*$")
_TYPES = {"time": "string (HH:MM:SS)", "float": "double", "real": "double", "hugeint": "decimal(38, 0)"}


class Finding(NamedTuple):
    """A construct that is not portable: where (`file:line`), what, and the portable form."""

    place: str
    construct: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.construct}; portable: {self.remedy}"


def check(rendered: Rendered) -> list[Finding]:
    """Everything in one file that fails on Spark or means another thing there, in the order of the text."""

    def is_dialect(offset: int) -> bool:
        return rendered.origin(offset).startswith("macros/dialect/")

    problems = [*word_problems(rendered.sql, is_dialect)]
    try:
        problems += tree_problems(rendered.sql)
    except SqlglotError as error:
        if not problems:
            problems.append(_parse_problem(rendered.sql, error))
    found = [Finding(rendered.origin(at), construct, remedy) for at, construct, remedy in sorted(set(problems))]
    found += [
        Finding(f"{rendered.path}:1", f"config {name}", "by target type in dbt_project.yml")
        for name in _ENGINE_CONFIG
        if name in rendered.config
    ]
    return list(dict.fromkeys(found))


def _parse_problem(sql: str, error: SqlglotError) -> Problem:
    details = getattr(error, "errors", None) or [{}]
    line, column = details[0].get("line") or 1, details[0].get("col") or 1
    offset = sum(len(text) + 1 for text in sql.split("\n")[: line - 1]) + column - 1
    told = details[0].get("description") or str(error).split("\n")[0]
    return Problem(min(offset, len(sql) - 1), f"not Spark SQL ({told})", "a form that both engines parse")


def check_types(path: Path, shown: str) -> Iterator[Finding]:
    """Column types in a YAML file that Spark lacks: `data_type: varchar`, or `<column>: time` under column_types."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        declared = _DECLARED.search(line)
        if declared:
            yield Finding(f"{shown}:{number}", f"type {declared[1]}", _TYPES.get(declared[1], "string"))
