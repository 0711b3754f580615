"""Exports are complete or absent, and a spreadsheet runs nothing in them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leads.base.errors import ExitCode, LeadsError
from leads.export.export_table import export_table

DANGEROUS = tuple("=+-@\t\r\n")
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


def scores(values: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """A database with these texts in a mart."""
    con = duckdb.connect()
    con.execute("create schema marts")
    con.execute(
        "create table marts.scores as select unnest($1::varchar[]) as word, -1.5::decimal(9, 2) as number", [values]
    )
    return con


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.one_of(texts, st.sampled_from(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1"])), min_size=1, max_size=9)
)
def test_no_cell_begins_a_formula_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory, values: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "exports"
    with scores(values) as con:
        path, rows = export_table(con, "scores", folder, "csv")
        assert rows == len(values)
        with path.open(newline="", encoding="utf-8") as opened:
            words = [row["word"] for row in csv.DictReader(opened)]
        assert not any(word.startswith(DANGEROUS) for word in words)
        assert sorted(words) == sorted("'" + value if value.startswith(DANGEROUS) else value for value in values)
        path, _ = export_table(con, "scores", folder, "parquet")
        raw = con.execute(f"select word from read_parquet('{path}')").fetchall()
    assert sorted(word for (word,) in raw) == sorted(values)


def test_an_empty_mart_is_a_header(tmp_path: Path) -> None:
    with scores([]) as con:
        path, rows = export_table(con, "scores", tmp_path, "csv")
    assert (path.read_text(), rows) == ("word,number\n", 0)


def test_a_failed_export_leaves_the_file_of_before(tmp_path: Path) -> None:
    with scores(["a"]) as con:
        path, _ = export_table(con, "scores", tmp_path, "csv")
        before = path.read_bytes()
        con.execute("drop table marts.scores")
        con.execute(
            "create view marts.scores as select cast(word as integer) as word from (values ('1'), ('x')) t(word)"
        )
        with pytest.raises(duckdb.ConversionException):
            export_table(con, "scores", tmp_path, "csv")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["scores.csv"]


def test_what_is_not_there_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with scores(["a"]) as con:
        with pytest.raises(LeadsError, match="There is no mart nothing") as missing:
            export_table(con, "nothing", tmp_path, "csv")
        with pytest.raises(LeadsError, match="cannot be written: name a folder") as unwritable:
            export_table(con, "scores", tmp_path / "file" / "folder", "csv")
    assert (missing.value.exit_code, unwritable.value.exit_code) == (ExitCode.NOT_FOUND, ExitCode.BAD_INPUT)
