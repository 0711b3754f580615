"""Files as people have them: encodings, delimiters, headers, archives, workbooks, arrays. Certain, or refused with the remedy."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.load.load_mapping import LoadReport
from load_place import LEADS, Place
from workbook import Cell, write_workbook

TEXT = 'id,mail,created\n1,"j\u00f6rg\u20ac@x.org",2026-01-01\n2,\u017b,\n'
LANDED = [("1", "j\u00f6rg\u20ac@x.org"), ("2", "\u017b")]


def landed(place: Place) -> list[tuple[str | None, ...]]:
    return place.read("select lead_id, email from raw.leads order by 1")


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return content.getvalue()


def refusal(place: Place, content: str | bytes, name: str = "leads.csv", **entry: object) -> str:
    with pytest.raises(LeadsError) as caught:
        place.leads(content, name, **entry)
    assert caught.value.exit_code is ExitCode.BAD_INPUT and str(caught.value).startswith(f"{name} is refused")
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_the_first_bytes_say_is_read(place: Place, encoding: str) -> None:
    report = place.leads(TEXT.encode(encoding))
    assert landed(place) == LANDED
    assert len(report.files[0].notes) == (encoding != "utf-8-sig")


@pytest.mark.parametrize("encoding", ["windows-1250", "utf-16-le", "utf-16-be", "iso-8859-16"])
def test_an_encoding_that_the_mapping_names_is_read(place: Place, encoding: str) -> None:
    text = TEXT.replace("\u20ac", "") if encoding == "iso-8859-16" else TEXT
    report = place.leads(text.encode(encoding), encoding=encoding)
    assert landed(place)[1] == LANDED[1] and report.files[0].landed == 2


def test_a_byte_without_a_letter_rejects_its_row_only(place: Place) -> None:
    report = place.leads(b"id,mail,created\n1,caf\xe9,\n2,x\x81y,\n", encoding="windows-1252")
    assert landed(place) == [("1", "caf\u00e9")]
    assert (report.files[0].rejected, place.read("select line_number from raw.rejected_rows")) == (1, [(3,)])


def test_text_that_is_not_of_its_encoding_is_refused(place: Place) -> None:
    assert "not UTF-16" in refusal(place, TEXT.encode("utf-16")[:-1])
    with pytest.raises(LeadsError, match="none that is known"):
        place.leads(TEXT, encoding="punycode")


@pytest.mark.parametrize(("mark", "notes"), [(",", 0), (";", 1), ("\t", 0), ("|", 1)])
@pytest.mark.parametrize("quote", ["", '"'])
def test_the_delimiter_is_the_one_under_which_the_columns_are_there(
    place: Place, mark: str, notes: int, quote: str
) -> None:
    rows = (
        [["id", "mail", "created"], ["1", "a,b", "2026-01-01"]]
        if mark != ","
        else [["id", "mail", "created"], ["1", "a", ""]]
    )
    content = "".join(mark.join(f"{quote}{cell}{quote}" for cell in row) + "\n" for row in rows)
    report = place.leads(content)
    assert landed(place) == [("1", "a,b" if mark != "," else "a")]
    assert len(report.files[0].notes) == notes


def test_a_wrong_delimiter_is_named_as_the_cause(place: Place) -> None:
    content = '"id";"mail";"created"\n1;"a ""b"", c";\n'
    assert 'divided by ";", not by ","; correct `delimiter:`' in refusal(place, content, delimiter=",")
    assert 'lacks the column created, mail; its values seem to be divided by ";"' in refusal(place, '"id";"x"\n1;2\n')


def test_the_line_that_a_spreadsheet_writes_above_the_header_is_followed(place: Place) -> None:
    place.leads("\ufeffsep=;\r\nid;mail;created\r\n1;a;\r\n2;b;never\r\n")
    assert landed(place) == [("1", "a")]
    assert place.read("select line_number from raw.rejected_rows") == [(4,)]
    assert "line 4 never closes" in refusal(place, 'sep=;\nid;mail;created\n1;a;\n2;"b;\n', "b.csv")


def test_headers_may_have_blanks_and_other_capitals(place: Place) -> None:
    place.leads(
        " ID ,E-MAIL\u00a0,Made  On,x\n1,a,,\n", columns={"lead_id": "Id", "email": "E-Mail", "created_at": "made on"}
    )
    assert landed(place) == [("1", "a")]
    assert "its columns ID and Id differ only in" in refusal(place, "ID,Id,mail,created\n1,2,a,\n", "b.csv")


@pytest.mark.parametrize(
    "content",
    [
        "id;mail;created\n1;a;;\n2;b;;\n",
        "id;mail;created;\n1;a;;\n2;b;;\n",
        "id;mail;created;\n1;a;\n2;b;\n",
        "id;mail;created\n1;a;\n2;b;\n",
    ],
)
def test_a_delimiter_at_the_end_of_lines_is_no_value(place: Place, content: str) -> None:
    place.leads(content, delimiter=";")
    assert landed(place) == [("1", "a"), ("2", "b")]


def test_a_row_that_differs_from_most_is_still_rejected(place: Place) -> None:
    report = place.leads("id,mail,created\n1,a,\n2,b,,\n3,c,,x\n4,d\n5,e,\n")
    assert (report.files[0].landed, report.files[0].rejected) == (3, 2)


def packed(name: str) -> tuple[str, bytes]:
    lines = b'{"id": "1", "mail": "a"}\n'
    return {
        "csv.gz": ("l.csv.gz", gzip.compress(b"id,mail,created\n1,a,\n")),
        "jsonl.gz": ("l.jsonl.gz", gzip.compress(lines)),
        "a gz that does not say so": ("l.csv", gzip.compress(b"id,mail,created\n1,a,\n")),
        "zip": ("l.zip", zipped(leads__csv=b"id,mail,created\n1,a,\n", __MACOSX__=b"")),
        "csv.zip of UTF-16": ("l.csv.zip", zipped(leads__csv="id,mail,created\n1,a,\n".encode("utf-16"))),
        "zip of JSON": ("l.zip", zipped(leads__json=b'[{"id": "1", "mail": "a"}]')),
    }[name]


@pytest.mark.parametrize(
    "name", ["csv.gz", "jsonl.gz", "a gz that does not say so", "zip", "csv.zip of UTF-16", "zip of JSON"]
)
def test_packed_files_are_read(place: Place, name: str) -> None:
    file, content = packed(name)
    if name == "zip":
        content = zipped(**{"d/leads__csv": b"id,mail,created\n1,a,\n", "__MACOSX/d/._leads__csv": b"x"})
    place.leads(content, file)
    assert landed(place) == [("1", "a")]
    assert place.read("select _source_file from raw.leads") == [(file,)]


def test_archives_that_cannot_be_meant_are_refused(place: Place) -> None:
    assert "holds 2 files" in refusal(place, zipped(a__csv=b"id\n", b__csv=b"id\n"), "l.zip")
    assert "damaged or cut off" in refusal(place, gzip.compress(TEXT.encode() * 99)[:-9], "l.csv.gz")
    assert "damaged or cut off" in refusal(place, zipped(a__csv=TEXT.encode())[:-9], "l.zip")


def test_an_array_of_json_objects_lands_element_by_element(place: Place) -> None:
    rows = [{"id": "1", "mail": "a\nb"}, {"id": 12345678901234567890123}, [1], {"id": "4", "created": "never"}]
    place.leads("\n " + json.dumps(rows, indent=2), "leads.json")
    assert landed(place) == [("1", "a\nb"), ("12345678901234567890123", None)]
    assert place.read("select line_number from raw.rejected_rows order by 1") == [(10,), (13,)]
    assert place.leads("[]", "none.json").files[0].records == 0
    assert "breaks at line 2" in refusal(place, '[{"id": "1"},\n{"id": }]', "b.json")
    assert "breaks after line 1" in refusal(place, '[{"id": "1"}', "c.json")


def workbook(place: Place, **entry: object) -> LoadReport:
    rows: list[list[Cell]] = [
        ["Leads of the fair", None, None, None, None],
        [None] * 5,
        ["Id", " E-Mail ", "Made", "Income", "Note"],
        [17850.0, "a@x.org", datetime(2026, 1, 31, 10, 30), 1234.125, True],
        ["L2", None, "2026-02-01", "1.250", None],
        [None] * 5,
        [3, "c@x.org", "soon", 5, None],
    ]  # fmt: skip
    write_workbook(place.folder / "l.xlsx", Fair=rows, Empty=[])
    columns = {"lead_id": "ID", "email": "e-mail", "created_at": "Made", "attributes": {"income": "income"}}
    return place.map("leads", files="l.xlsx", **{"columns": columns, **entry}).load()


def test_a_sheet_of_a_workbook_lands_with_the_types_of_its_cells(place: Place) -> None:
    report = workbook(place)
    assert (report.files[0].records, report.files[0].ignored) == (3, ("Note",))
    assert place.read("select lead_id, email, created_at, attributes->>'income' from raw.leads order by 1") == [
        ("17850", "a@x.org", datetime(2026, 1, 31, 10, 30), "1234.125"),
    ]  # fmt: skip
    told = place.read("select line_number, column_name, raw_text from raw.rejected_rows order by 1")
    assert [row[:2] for row in told] == [(5, "attributes"), (7, "created_at")]
    assert json.loads(told[1][2]) == {"Id": "3", "E-Mail": "c@x.org", "Made": "soon", "Income": "5", "Note": ""}


def test_typed_cells_keep_their_meaning_whatever_the_mapping_says_of_texts(place: Place) -> None:
    rows: list[list[Cell]] = [
        ["id", "revenue", "made"],
        ["a", 1234.5, datetime(2026, 1, 31)],
        ["b", "1.234,5", "01.02.2026"],
    ]
    write_workbook(place.folder / "a.xlsx", Sheet1=rows)
    columns = {"account_id": "id", "annual_revenue": "revenue", "loaded_at": "made"}
    place.map("accounts", files="a.xlsx", columns=columns, decimal=",", date_format="%d.%m.%Y").load()
    assert place.read("select annual_revenue, loaded_at from raw.accounts order by 1, 2") == [
        (Decimal("1234.50"), datetime(2026, 1, 31)), (Decimal("1234.50"), datetime(2026, 2, 1)),
    ]  # fmt: skip


def test_a_workbook_whose_sheet_is_not_told_is_refused(place: Place) -> None:
    path = write_workbook(place.folder / "w.xlsx", A=[["id"], ["1"]], B=[["id"], ["2"]])
    content = path.read_bytes()
    assert "name one with `sheet:`" in refusal(place, content, "l.xlsx")
    assert "no visible sheet C" in refusal(place, content, "l.xlsx", sheet="C")
    assert "lacks the column created, mail" in refusal(place, content, "m.xlsx", sheet="A")
    assert "damaged" in refusal(place, content[:-30], "n.xlsx")
    assert "not a workbook" in refusal(place, b"id,mail\n", "o.xlsx")


def test_two_sheets_of_a_workbook_fill_one_table(place: Place) -> None:
    write_workbook(place.folder / "w.xlsx", A=[["id"], ["1"]], B=[["id"], ["2"]])
    entries = [{"files": "w.xlsx", "sheet": sheet, "columns": {"lead_id": "id"}} for sheet in ("A", "B")]
    place.write("mapping.yml", json.dumps({"tables": {"leads": entries}}))
    place.load()
    assert landed(place) == [("1", None), ("2", None)]
    assert all(file.is_known for file in place.load().files)


def test_columns_of_parquet_may_have_other_capitals(place: Place) -> None:
    duckdb.connect().execute(f"copy (select '1' as \"ID\", 'a' as \"Mail \") to '{place.folder / 'l.parquet'}'")
    place.map("leads", files="l.parquet", columns={"lead_id": "id", "email": LEADS["email"]}).load()
    assert landed(place) == [("1", "a")]
