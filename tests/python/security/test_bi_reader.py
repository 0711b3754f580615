"""Who connects by the recipe of docs/bi.md reads the tables and does nothing else; a plain read-only session does most of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from leads.base.settings import PROJECT_DIR
from leads.base.warehouse import connect, reader_config

PAGE = (PROJECT_DIR / "docs/bi.md").read_text(encoding="utf-8")
PROBES = {
    "read a file": "select content from read_text('{folder}/secret.csv')",
    "read bytes": "select content from read_blob('{folder}/secret.csv')",
    "read rows": "select * from read_csv('{folder}/secret.csv')",
    "list a folder": "select file from glob('{folder}/*')",
    "read by a macro": "create temp macro peek(f) as table from read_text(f); from peek('{folder}/secret.csv')",
    "copy out": "copy marts.scores to '{folder}/out.csv'",
    "export": "export database '{folder}/exported'",
    "attach another": "attach '{folder}/other.duckdb' as other (read_only); from other.t",
    "attach a new one": "attach '{folder}/new.duckdb' as fresh",
    "install": "install '{folder}/x.duckdb_extension'",
    "load": "load '{folder}/x.duckdb_extension'",
    "keep a secret": "create persistent secret kept (type http, bearer_token 'x')",
    "open up again": "set allowed_directories = ['/']",
    "move the spill": "set temp_directory = '{folder}/spill'",
    "log to a file": "call enable_logging('QueryLog', storage = 'file', storage_config = {{'path': '{folder}/logs'}}); select 1",
    "fetch a URL": "select * from read_csv('https://example.invalid/x.csv')",
    "create": "create table marts.mine (n int)",
    "update": "update marts.scores set score = 100",
    "delete": "delete from marts.scores",
    "drop": "drop view marts.best",
    "keep a macro": "create macro marts.mine() as 1",
    "read the environment": "select getenv('HOME')",
}
if duckdb.__version__.startswith("1."):
    # DuckDB 1.x writes nothing there either, but ends the process of the reader who tries.
    del PROBES["log to a file"]
# What plain read-only refuses as well, or what needs a network or a real extension to succeed.
REFUSED_ANYWAY = {
    *("attach a new one", "create", "update", "delete", "drop", "keep a macro"),
    *("install", "load", "fetch a URL", "read the environment"),
}

Open = Callable[[], duckdb.DuckDBPyConnection]


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "leads.duckdb"
    with connect(path) as con:
        con.execute("create schema marts; create table marts.scores as select 'L1' as lead_id, 42 as score")
        con.execute("create view marts.best as select * from marts.scores")
    with connect(tmp_path / "other.duckdb") as con:
        con.execute("create table t as select 1 as x")
    (tmp_path / "secret.csv").write_text("x,y\n1,2\n")
    return path


def succeeding(open_reader: Open, folder: Path) -> set[str]:
    """The probes that succeed, each in a session of its own."""
    found = set()
    for name, statement in PROBES.items():
        con = open_reader()
        try:
            con.execute(statement.format(folder=folder)).fetchall()
            found.add(name)
        except duckdb.Error:
            pass
        finally:
            con.close()
    return found


def by_config(warehouse: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(warehouse), read_only=True, config=dict(reader_config()))


def by_statements(warehouse: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(warehouse), read_only=True)
    con.execute(block("sql"))
    return con


def block(language: str) -> str:
    """The block of the page in a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found, language
    return found[1]


@pytest.mark.parametrize("opened", [by_config, by_statements])
def test_no_probe_succeeds(warehouse: Path, opened: Callable[[Path], duckdb.DuckDBPyConnection]) -> None:
    before = {path.name for path in warehouse.parent.iterdir()}
    content = warehouse.read_bytes()
    assert len(PROBES) >= 14
    assert succeeding(lambda: opened(warehouse), warehouse.parent) == set()
    assert {path.name for path in warehouse.parent.iterdir()} == before
    assert warehouse.read_bytes() == content
    con = opened(warehouse)
    assert con.execute("select score from marts.best").fetchall() == [(42,)]
    con.close()


def test_the_same_probes_succeed_in_a_plain_read_only_session(warehouse: Path) -> None:
    def plain() -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(str(warehouse), read_only=True)
        con.execute(f"set secret_directory = '{warehouse.parent}/secrets'")
        return con

    assert succeeding(plain, warehouse.parent) == set(PROBES) - REFUSED_ANYWAY


def test_the_command_reads_under_the_same_lock(warehouse: Path) -> None:
    with connect(warehouse, read_only=True) as con:
        names = ", ".join(f"current_setting('{name}')::varchar" for name in reader_config())
        row = con.execute(f"select {names}").fetchone()
        assert row == tuple(reader_config().values())
        assert con.execute("select current_setting('TimeZone')").fetchone() == ("UTC",)
        with connect(warehouse, read_only=True) as second, pytest.raises(duckdb.Error, match="disabled"):
            second.execute("from read_text('/etc/hostname')")


def test_the_page_and_the_code_agree() -> None:
    wanted = reader_config()
    assert dict(re.findall(r'"(\w+)": "(\w+)"', block("python"))) == wanted
    assert json.loads(block("json")) == {"connect_args": {"read_only": True, "config": wanted}}
    statements = re.findall(r"set (\w+) = (\w+);", block("sql"))
    assert dict(statements) == wanted and statements[-1] == ("lock_configuration", "true")
    properties = dict(re.findall(r"^(\S+)=(\S+)$", block("properties"), re.MULTILINE))
    assert properties == {"duckdb.read_only": "true", **wanted}
    assert dict(re.findall(r"^\| `(\w+)` \| `(\w+)` \|", PAGE, re.MULTILINE)) == wanted
