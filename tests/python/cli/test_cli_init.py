"""`leads init` makes an empty warehouse and keeps what is there."""

from __future__ import annotations

from pathlib import Path

import duckdb

from crafted_warehouse import Run, words_of
from leads.base.contract import read_contract
from leads.base.errors import ExitCode
from leads.init.command import check_versions

TABLES = "select table_name from information_schema.tables where table_schema = 'raw'"


def test_init_creates_every_raw_table_of_the_contract(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new" / "w.duckdb"
    code, out, _ = run("--warehouse", path, "init")
    assert code == 0
    assert "Rules in force: seeds/rules" in out
    assert f"leads --warehouse {path} build" in words_of(out)
    with duckdb.connect(str(path)) as con:
        assert {name for (name,) in con.execute(TABLES).fetchall()} == set(read_contract())


def test_init_twice_keeps_the_rows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    assert run("--warehouse", path, "init")[0] == 0
    with duckdb.connect(str(path)) as con:
        con.execute("insert into raw.leads (lead_id) values ('L1')")
    assert run("--warehouse", path, "init")[0] == 0
    with duckdb.connect(str(path)) as con:
        assert con.execute("select lead_id from raw.leads").fetchall() == [("L1",)]


def test_init_without_rules_says_where_it_looked(run: Run, tmp_path: Path) -> None:
    code, _, err = run("--warehouse", tmp_path / "w.duckdb", "--rules", tmp_path, "init")
    assert code == ExitCode.NOT_FOUND
    assert str(tmp_path) in err
    assert not (tmp_path / "w.duckdb").exists()


def test_the_versions_in_use_are_those_the_project_asks_for() -> None:
    assert [found.split()[0] for found in check_versions()] == ["Python", "dbt-core", "dbt-duckdb", "duckdb"]
