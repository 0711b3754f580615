"""From a folder of files that nobody described to a mapping that loads: what is certain plain, what is not marked."""

from __future__ import annotations

import gzip
from datetime import datetime
from decimal import Decimal

import pytest
import yaml
from typer.testing import CliRunner

from leads.base.contract import read_contract
from leads.cli import app
from leads.load.draft.draft import Draft, draft_mapping
from leads.load.draft.looks import look_at
from leads.load.read_mapping import read_mapping
from load_place import Place
from real_data import OLIST, ONLINE_RETAIL
from workbook import Cell, write_workbook

LOOKS = [
    (["2026-01-31", "2026-02-01T10:00:00Z"], "time", {}),
    (["31.01.2026", "01.02.2026"], "time", {"time_format": "%d.%m.%Y"}),
    (["1/31/2026 9:05", "2/1/2026 10:00"], "time", {"time_format": "%m/%d/%Y %H:%M"}),
    (["1769855400", "1769855401"], "time", {"epoch": "s"}),
    (["1769855400000"], "time", {"epoch": "ms"}),
    (["a@x.org", "Amy <b@x.org>"], "email", {}),
    (["12", "7"], "whole", {}),
    (["12.5", "7"], "number", {}),
    (["1.234,50", "7,5"], "number", {"decimal": ","}),
    (["850.000", "12"], "number", {}),
    (["yes", "no"], "truth", {}),
    (["Select", "unknown"], "empty", {}),
    (["abc", "12"], "text", {}),
]


@pytest.mark.parametrize(("values", "kind", "said"), LOOKS)
def test_values_tell_what_they_are(values: list[str], kind: str, said: dict[str, str]) -> None:
    look = look_at(values)
    assert (look.kind, dict(look.said)) == (kind, said)


def test_what_values_leave_open_is_a_doubt() -> None:
    assert "1.234 may have decimals or thousands" in look_at(["850.000", "12"]).doubts[0]
    assert "%m/%d/%Y or %d/%m/%Y" in look_at(["01/02/2026", "03/04/2026"]).doubts[0]
    assert look_at(["13/02/2026", "03/04/2026"]).doubts == ()


def folder(place: Place) -> Draft:
    people = "Nr;E-Mail;Firma;Ort;Angelegt;Score\n1;j\u00f6rg@x.example;F1;K\u00f6ln;31.01.2026;7,5\n2;amy@x.example;F2;Select;01.02.2026;8,0\n"
    place.write("crm/kontakte.csv", people.encode("cp1252"))
    rows: list[list[Cell]] = [
        ["id", "name", "revenue", "employees"],
        ["F1", "One", 1234.5, 10],
        ["F2", "Two", None, 20],
    ]
    write_workbook(place.folder / "companies.xlsx", Companies=rows)
    for day in (1, 2):
        line = f'{{"id": "e{day}", "user": {{"leadId": "1"}}, "type": "call", "ts": 17698554{day:02}}}\n'
        place.write(f"web-2026-02-0{day}.jsonl.gz", gzip.compress(line.encode()))
    place.write(
        "clicks.csv", "id,contact_id,timestamp,page\n1,2,2026-02-03T10:00:00Z,/a\n2,1,2026-02-03T11:00:00Z,/b\n"
    )
    place.write("notes.csv", "a,b\nx,y\n")
    place.write("readme.txt", "nothing")
    place.write("broken.zip", b"PK\x03\x04")
    return draft_mapping(place.folder, read_contract())


def test_a_folder_of_unknown_files_is_drafted(place: Place) -> None:
    draft = folder(place)
    assert {proposal.files: proposal.table for proposal in draft.proposals} == {
        "crm/kontakte.csv": "leads", "companies.xlsx": "accounts", "web-*.gz": "events", "clicks.csv": "events",
        "notes.csv": None,
    }  # fmt: skip
    text = draft.text
    assert "encoding: windows-1252  # ?" in text and 'delimiter: ";"' in text
    assert 'created_at: {from: Angelegt, time_format: "%d.%m.%Y"}' in text
    assert "occurred_at: {from: ts, epoch: s}  # ?" in text and "/user/leadId" in text
    assert "constants: {event_type: clicks}  # ?" in text
    assert '"notes.csv" looks like no raw table' in text and "broken.zip cannot be read" in text


def test_a_draft_is_a_mapping_that_loads(place: Place) -> None:
    draft = folder(place)
    path = place.write("mapping.yml", draft.text)
    assert {entry.table for entry in read_mapping(path, read_contract()).entries} == {"leads", "accounts", "events"}
    report = place.load()
    assert [file.rejected for file in report.files] == [0] * 5
    assert place.read("select lead_id, email, created_at, country from raw.leads order by 1") == [
        ("1", "j\u00f6rg@x.example", datetime(2026, 1, 31), None), ("2", "amy@x.example", datetime(2026, 2, 1), None),
    ]  # fmt: skip
    assert place.read("select account_id, annual_revenue from raw.accounts order by 1") == [
        ("F1", Decimal("1234.50")), ("F2", None),
    ]  # fmt: skip
    assert place.read("select count(*), count(distinct event_type) from raw.events") == [(4, 2)]


def test_the_command_shows_the_draft_and_writes_only_when_asked(place: Place) -> None:
    place.write("leads.csv", "id,email\n1,a@x.org\n2,b@x.org\n")
    shown = CliRunner().invoke(app, ["init", "--from", str(place.folder)])
    assert shown.exit_code == 0 and "nothing was written" in shown.stderr
    assert yaml.safe_load(shown.stdout)["tables"][0]["columns"]["email"] == "email"
    assert [path.name for path in place.folder.iterdir()] == ["leads.csv"]
    written = CliRunner().invoke(app, ["init", "--from", str(place.folder), "--write"])
    assert written.exit_code == 0 and (place.folder / "mapping.yml").read_text() == shown.stdout
    assert CliRunner().invoke(app, ["init", "--from", str(place.folder), "--write"]).exit_code == 2
    assert CliRunner().invoke(app, ["init", "--write"]).exit_code == 2
    assert CliRunner().invoke(app, ["init", "--from", str(place.folder / "none")]).exit_code == 6


def test_what_a_table_lacks_is_said_and_its_entry_left_out(place: Place) -> None:
    place.write("leads.csv", "id,email\n1,a@x.org\n")
    place.write("deals.csv", "contact_id,amount,closed_at,is_deleted\n1,5,2026-01-01,false\n")
    text = draft_mapping(place.folder, read_contract()).text
    assert "left out as long as nothing fills opportunity_id" in text and "# - table: opportunities" in text
    assert "where: {is_deleted: {not: true}}  # ?" in text
    assert [node["table"] for node in yaml.safe_load(text)["tables"]] == ["leads"]


@pytest.mark.skipif(not OLIST.is_dir(), reason="the real data is not here")
def test_the_draft_of_real_leads_lands_every_one_of_them(place: Place) -> None:
    place.write("mapping.yml", draft_mapping(OLIST, read_contract()).text)
    report = place.load(source=OLIST)
    assert {file.table: file.landed for file in report.files}["leads"] == 8000
    assert sum(file.rejected for file in report.files) == 0


@pytest.mark.skipif(not ONLINE_RETAIL.is_dir(), reason="the real data is not here")
def test_ninety_daily_files_of_real_orders_are_one_entry(place: Place) -> None:
    draft = draft_mapping(ONLINE_RETAIL, read_contract())
    assert [(one.table, one.files) for one in draft.proposals] == [("orders", "*.csv")]
    assert "lead_id: {from: CustomerID, integer_ids: true}" in draft.text
    assert "amount: UnitPrice  # ? its name, which may mean another thing" in draft.text
