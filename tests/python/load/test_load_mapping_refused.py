"""A mapping that cannot mean what it says is refused before any file is read."""

from __future__ import annotations

import pytest

from leads.base.errors import ExitCode, LeadsError
from load_place import Place

LEADS = "tables: {leads: {files: l.csv, columns: {lead_id: id}"
REFUSED = {
    "not yaml": ("tables: [", "not readable as YAML: correct it at line"),
    "nothing mapped": ("source: x", "nothing is mapped"),
    "unknown key": ("tabels: {}\n" + LEADS + "}}", "`tabels` is not a key"),
    "unknown entry key": ("tables: {leads: {file: l.csv, files: l.csv}}", "`file` is not a key"),
    "no files": ("tables: {leads: {columns: {lead_id: id}}}", "lacks `files:`"),
    "unknown table": ("tables: {people: {files: l.csv}}", "`people` is not a table"),
    "technical table": ("tables: {loaded_files: {files: l.csv}}", "`loaded_files` is not a table"),
    "unknown column": ("tables: {leads: {files: l.csv, columns: {lead: id}}}", "no column `lead`"),
    "stamped column": (LEADS + ", constants: {_load_batch_id: 7}}}", "no column `_load_batch_id`"),
    "required not mapped": ("tables: {leads: {files: l.csv, columns: {email: m}}}", "required column `lead_id`"),
    "twice": (LEADS + ", constants: {lead_id: x}}}", "keep one"),
    "no identity": (
        "tables: {events: {files: e.csv, columns: {event_id: a, event_type: b, occurred_at: c}}}",
        "map one",
    ),
    "bad constant": (LEADS + ", constants: {created_at: soon}}}", "`created_at` of table `leads` is not a time"),
    "bad zone": (LEADS + ", time_zone: Berlin}}", "IANA"),
    "bad delimiter": (LEADS + ", delimiter: '||'}}", "one character"),
    "bad format": (LEADS + ", format: docx}}", "`docx`"),
    "object for text": ("tables: {leads: {files: l.csv, columns: {lead_id: {a: b}}}}", "takes one source column"),
    "no prepare": ("prepare: p.sql\n" + LEADS + "}}", "there is no `prepare:` file p.sql"),
    "bad date": ("as_of_date: soon\n" + LEADS + "}}", "write it as YYYY-MM-DD"),
    "leaves the folder": ("tables: {leads: {files: ../*.csv}}", "leaves the source folder"),
    "key twice": (LEADS + ", constants: {email: a, email: b}}}", "line 1 has a key that is there already"),
    "table twice": (LEADS + "}}\n" + LEADS + "}}", "line 2 has a key that is there already"),
    "impossible date": ("as_of_date: 2026-02-30\n" + LEADS + "}}", "line 1 has a date that does not exist"),
    "empty constant": (LEADS + ", constants: {email: }}}", "the constant of column `email` is not one value"),
    "blank constant": (LEADS + ", constants: {email: ' '}}}", "the constant of column `email` is not one value"),
    "list for a constant": (LEADS + ", constants: {email: [a]}}}", "the constant of column `email` is not one value"),
    "constants as a list": (LEADS + ", constants: [email]}}", "must be contract column: value"),
    "no columns": ("tables: {leads: {files: l.csv, columns: }}", "must be contract column: source column"),
    "empty source": ("tables: {leads: {files: l.csv, columns: {lead_id: }}}", "the source of column `lead_id`"),
    "list of sources": ("tables: {leads: {files: l.csv, columns: {lead_id: [a]}}}", "the source of column `lead_id`"),
    "map in a map": (
        "tables: {leads: {files: l.csv, columns: {attributes: {a: {b: c}}}}}",
        "source of column `attributes`",
    ),
    "empty map": ("tables: {leads: {files: l.csv, columns: {attributes: {}}}}", "source of column `attributes`"),
    "files as a list": ("tables: {leads: {files: [l.csv]}}", "must be one pattern"),
    "stars": ("tables: {leads: {files: '**.csv'}}", "names no files"),
    "a dot": ("tables: {leads: {files: '.'}}", "names no files"),
    "overlapping patterns": ("tables: {leads: [{files: l.csv}, {files: '*.csv'}]}", "let one match it"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_mapping_is_refused_in_one_sentence(place: Place, case: str) -> None:
    content, telling = REFUSED[case]
    place.write("mapping.yml", content)
    place.write("l.csv", "lead_id\n1\n")
    with pytest.raises(LeadsError) as caught:
        place.load()
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    assert telling in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_mapping_and_a_missing_package_are_named(place: Place) -> None:
    with pytest.raises(LeadsError, match="There is no mapping") as caught:
        place.load()
    assert caught.value.exit_code is ExitCode.NOT_FOUND
    place.write("mapping.yml", "source: {python_package: no_such_package, folder: data}\n" + LEADS + "}}")
    with pytest.raises(LeadsError, match="no_such_package is not installed") as caught:
        place.load()
    assert caught.value.exit_code is ExitCode.NOT_FOUND


def test_tables_may_be_a_list(place: Place) -> None:
    place.write("l.csv", "id\n1\n")
    place.write("mapping.yml", "tables: [{table: leads, files: l.csv, columns: {lead_id: id}}]")
    assert place.load().files[0].landed == 1
