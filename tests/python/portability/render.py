"""Render the SQL of the project as it reads on Spark: every dispatched macro in its `default__` form, each part of the
text traced to the file and line it was written in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytz
import yaml
from jinja2 import Environment, StrictUndefined

AS_OF_DATE = "2026-10-01"
RECORDED_AT = "2026-10-01 06:00:00"
# Materializations of DuckDB, and rows kept from build to build: Spark has its own, and builds anew.
OF_DUCKDB = ("materializations", "increments")
# Macros that read dbt's graph, which is not there without dbt.
OF_DBT = ("rules",)
_MARK = re.compile("\x01([^\x02]*)\x02")
_TEST_TAG = re.compile(r"({%-?\s*)(end)?test\b\s*(\w+)?")


@dataclass(frozen=True)
class Rendered:
    """SQL on Spark with its origin. path: the file, from the project folder. config: what its config() call sets."""

    path: str
    sql: str
    config: dict[str, Any] = field(default_factory=dict)
    offsets: tuple[int, ...] = (0,)
    origins: tuple[str, ...] = ()

    def origin(self, offset: int) -> str:
        """`file:line` of the character at an offset of the SQL."""
        return self.origins[bisect_right(self.offsets, offset) - 1]


class Project:
    """The Jinja files of a dbt project, rendered without dbt and without an engine."""

    def __init__(self, folder: Path, time_zone: str = "UTC") -> None:
        self._folder = folder
        self._jinja = Environment(undefined=StrictUndefined, extensions=["jinja2.ext.do"])
        declared = yaml.safe_load((folder / "dbt_project.yml").read_text())["vars"]
        self._variables = {**declared, "as_of_date": AS_OF_DATE, "recorded_at": RECORDED_AT}
        self._names: dict[str, Any] = {**self._jinja.globals, **self._stubs()}
        macros = [path for path in sorted(folder.glob("macros/**/*.sql")) if path.parent.name not in OF_DUCKDB + OF_DBT]
        for path in [*macros, *sorted(folder.glob("tests/generic/*.sql"))]:
            module = self._jinja.from_string(self._traced(path)).make_module(self._names, shared=True)
            self._names.update({name: value for name, value in vars(module).items() if not name.startswith("_")})
        # It reads a setting once dbt executes; here nothing does.
        self._names["business_time_zone"] = lambda: time_zone

    def files(self) -> list[Path]:
        """Every model, singular test and analysis."""
        found: set[Path] = set()
        for pattern in ("models/**/*.sql", "analyses/**/*.sql", "tests/**/*.sql"):
            found.update(self._folder.glob(pattern))
        return sorted(path for path in found if "generic" not in path.parts and "python" not in path.parts)

    def render(self, path: Path, *, is_incremental: bool = False) -> Rendered:
        """One file; an incremental model as its first build or as a later one."""
        config: dict[str, Any] = {}
        names = {
            **self._names,
            "is_incremental": lambda: is_incremental,
            "config": _recorder(config),
            "this": path.stem,
        }
        return _untraced(self._shown(path), self._jinja.from_string(self._traced(path)).render(names), config)

    def render_generic_tests(self) -> list[Rendered]:
        """Every generic test of the project, its arguments standing for themselves, lists with two columns."""
        rendered = []
        for path in sorted(self._folder.glob("tests/generic/*.sql")):
            macro = self._names[f"test_{path.stem}"]
            values = {name: [f"{name}_1", f"{name}_2"] if "columns" in name else name for name in macro.arguments}
            rendered.append(_untraced(self._shown(path), macro(**values), {}))
        return rendered

    def create_raw_table_sql(self, table: str, columns: dict[str, str]) -> str:
        """The statement that makes a raw table. columns: type by name."""
        rows = [{"name": name, "data_type": data_type} for name, data_type in columns.items()]
        return _MARK.sub("", self._names["default__create_raw_table_sql"](table, rows))

    def _shown(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _traced(self, path: Path) -> str:
        """The file with a mark at each start of a line and after each Jinja expression; a generic test as a macro."""
        text = _TEST_TAG.sub(
            lambda tag: f"{tag[1]}{tag[2] or ''}macro {'test_' + tag[3] if tag[3] else ''}", path.read_text()
        )
        shown = self._shown(path)
        parts = []
        for line, kind, value in self._jinja.lex(text):
            if kind == "data":
                starts = enumerate(value.split("\n"), line)
                parts.append("\n".join(f"\x01{shown}:{number}\x02{part}" for number, part in starts))
            else:
                parts.append(value)
        return "".join(parts)

    def _stubs(self) -> dict[str, Any]:
        """What dbt offers to a model or a macro, as far as the project uses it."""
        return {
            "news_of": lambda rows, day=None, known=None: "true",
            "may_read_itself": lambda: False,
            "build_of": lambda name: "cast(null as string)",
            "seed_columns": lambda seed: [seed],
            "adapter": _Adapter(lambda name: self._names[f"default__{name}"]),
            "env_var": lambda name, default="": default,
            "execute": False,
            "invocation_id": "run",
            "modules": {"re": re, "pytz": pytz},
            "ref": lambda name: name,
            "return": lambda value: value,
            "source": lambda source, name: f"{source}.{name}",
            "target": SimpleNamespace(name="spark", type="spark"),
            "var": lambda name, default=None: self._variables.get(name, default),
        }


@dataclass(frozen=True)
class _Adapter:
    find: Callable[[str], Any]

    def dispatch(self, name: str, package: str) -> Any:
        """The default implementation, which is Spark's."""
        return self.find(name)


def _as_macro_tag(tag: re.Match[str]) -> str:
    """`{% test x` as `{% macro test_x`, `{% endtest` as `{% endmacro`."""
    return f"{tag[1]}{tag[2] or ''}macro {'test_' + tag[3] if tag[3] else ''}"


def _recorder(config: dict[str, Any]) -> Callable[..., str]:
    def record(**settings: Any) -> str:
        config.update(settings)
        return ""

    return record


def _untraced(path: str, text: str, config: dict[str, Any]) -> Rendered:
    """Takes the marks out of the text and keeps where they stood."""
    offsets, origins, parts, length, end = [0], [f"{path}:1"], [], 0, 0
    for mark in _MARK.finditer(text):
        parts.append(text[end : mark.start()])
        length += mark.start() - end
        end = mark.end()
        offsets.append(length)
        origins.append(mark[1])
    parts.append(text[end:])
    return Rendered(path, "".join(parts), config, tuple(offsets), tuple(origins))


def plain(path: str, sql: str) -> Rendered:
    """SQL without Jinja as if it stood in a file."""
    starts = [0, *(at.end() for at in re.finditer("\n", sql))]
    return Rendered(path, sql, {}, tuple(starts), tuple(f"{path}:{line}" for line in range(1, len(starts) + 1)))


def rendered_files(folder: Path) -> Iterable[Rendered]:
    """Everything of the project that runs on Spark; an incremental model in both its forms."""
    project = Project(folder)
    for path in project.files():
        first = project.render(path)
        yield first
        if "is_incremental()" in path.read_text(encoding="utf-8"):
            yield project.render(path, is_incremental=True)
    yield from project.render_generic_tests()
