"""Whatever the bytes: every record is landed or rejected, or the file is refused; and data never becomes SQL."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leads.base.errors import ExitCode, LeadsError
from load_place import Place

QUICK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
PIECES = st.sampled_from(
    ["1", "a@x.org", "2026-01-01", "2026-01-01T10:00:00+02:00", "never", "", ",", ",", "\n", "\n", "\r\n", '"', '""', " ",
     "\0", "é", "NaN", "'); drop table raw.leads; --", "\t", "\x1f", "\\", "{", "}", '{"id": "7"}\n', '{"id": 8, }\n']
)  # fmt: skip
CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r"), max_size=12)


@contextmanager
def loaded(content: bytes, name: str) -> Iterator[tuple[Place, tuple[int, int, int] | None]]:
    """The place, and records, landed and rejected, or None when the file was refused as it should be."""
    with TemporaryDirectory() as folder:
        place = Place(Path(folder))
        try:
            file = place.leads(content, name).files[0]
        except LeadsError as error:
            assert error.exit_code is ExitCode.BAD_INPUT and name in str(error)
            yield place, None
        else:
            yield place, (file.records, file.landed, file.rejected)


def check(content: bytes, name: str) -> list[tuple[str, str | None]]:
    """Landed and rejected, counted in the warehouse, make up the records; nothing else is there. What landed."""
    with loaded(content, name) as (place, counts):
        if counts is None:
            assert place.read("select count(*) from duckdb_tables() where schema_name = 'raw'") == [(0,)]
            return []
        found = place.read("select (select count(*) from raw.leads), (select count(*) from raw.rejected_rows)")
        assert found == [counts[1:]] and sum(counts[1:]) == counts[0]
        return [(who, mail) for who, mail in place.read("select lead_id, email from raw.leads")]


def readable(text: str) -> Iterator[tuple[str, str | None]]:
    """Id and mail of the records that Python's csv module reads as three values: no other may land."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        try:
            values = next(reader)
        except csv.Error:
            continue
        except StopIteration:
            return
        if len(values) == 3:
            yield values[0], values[1] or None


@QUICK
@given(st.lists(PIECES, max_size=25).map("".join), st.binary(max_size=2))
def test_any_csv_bytes_are_accounted_for_or_refused(text: str, tail: bytes) -> None:
    content = b"id,mail,created\n" + text.encode() + tail
    landed = check(content, "leads.csv")
    assert Counter(landed) <= Counter(readable(content.decode("utf-8", "surrogateescape")))


@QUICK
@given(st.lists(PIECES, max_size=25).map("".join), st.binary(max_size=2))
def test_any_json_lines_are_accounted_for_or_refused(text: str, tail: bytes) -> None:
    check(text.encode() + tail, "leads.jsonl")


@QUICK
@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["2026-01-01", "never", ""])), min_size=1, max_size=8))
def test_well_formed_files_are_never_refused_and_land_as_written(rows: list[tuple[str, str, str]]) -> None:
    good = [
        (who, mail or None)
        for who, mail, time in rows
        if any(unicodedata.category(char) != "Zs" for char in who) and time != "never" and "\0" not in who + mail
    ]
    table = [("id", "mail", "created"), *rows]
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in table)
    lines = "".join(json.dumps({"id": who, "mail": mail, "created": time}) + "\n" for who, mail, time in rows)
    for name, content in (("leads.csv", text.encode()), ("leads.jsonl", lines.encode())):
        with loaded(content, name) as (place, counts):
            assert counts == (len(rows), len(good), len(rows) - len(good))
            landed = place.read("select lead_id, email from raw.leads")
            assert sorted(landed, key=str) == sorted(good, key=str)


def test_file_and_column_names_cannot_run_code(place: Place) -> None:
    evil = "x'); drop schema raw cascade; --"
    quoted = 'id"; drop table leads; --'
    name = "l*'); drop table raw.leads; --.csv"
    header = ",".join('"' + column.replace('"', '""') + '"' for column in (evil, quoted))
    place.write(name, f"{header}\n1,a\n")
    place.write("l1'); drop table raw.leads; --.csv", f"{header}\n2,b\n3,\n")
    place.map("leads", files="*.csv", columns={"lead_id": evil, "email": quoted, "attributes": {evil: quoted}})
    place.load()
    landed = place.read(
        "select lead_id, email, attributes->>? from raw.leads order by 1".replace("?", f"'/{_pointer(evil)}'")
    )
    assert landed == [("1", "a", "a"), ("2", "b", "b"), ("3", None, None)]
    assert {source for (source,) in place.read("select _source_file from raw.leads")} == {
        name,
        "l1'); drop table raw.leads; --.csv",
    }


def _pointer(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1").replace("'", "''")
