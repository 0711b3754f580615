"""Erased means erased: no byte of twenty hard cases is left, everybody else is as before, and nobody comes back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from erasure_place import ASKED, SECRET, Place, doomed_texts
from erasure_world import NAMES, RIVAL_EMAIL, SHARED_EMAIL, email, lead
from leads.base.secret import VARIABLE
from leads.publish.layout import Layout
from search import contents, hits_in_bytes, hits_in_tables

KEPT = [lead(f"K{number:03d}") for number in range(150)]
SCHEMAS = ("marts", "snapshots")
OF_ACCOUNTS = {"marts.account_score_ledger", "marts.sales_queue"}
# A name is no key: in what others say it comes back with a file that says it.
KEYS = [text for text in doomed_texts() if " " not in text]


pytestmark = pytest.mark.torture  # test_erase_stopped.py searches every byte, too, in the same world without marts
RAW = ("leads", "accounts", "events", "identity_links", "lead_merges", "orders", "survey_responses", "rejected_rows")


class Before:
    """What there was before the erasure."""

    def __init__(self, place: Place) -> None:
        self.marts = contents(place.warehouse, SCHEMAS, KEPT)
        self.record = contents(place.record, SCHEMAS, KEPT)
        self.bytes = hits_in_bytes([place.folder], doomed_texts())
        self.tables = hits_in_tables(place.warehouse, doomed_texts())
        self.recorded = hits_in_tables(place.record, doomed_texts())


@pytest.fixture(scope="module")
def before(place: Place) -> Before:
    return Before(place)


@pytest.fixture(scope="module")
def erased(place: Place, before: Before) -> tuple[Place, str]:
    """After `leads erase` of all twenty, with what it said."""
    code, told = place.run("erase", *ASKED, "--yes")
    assert code == 0, told
    return place, told


def test_the_searches_found_everybody_before(before: Before) -> None:
    assert {text for _, text in before.tables} >= {lead(name) for name in NAMES} | {email(name) for name in NAMES}
    assert {text for _, text in before.recorded} >= {lead(name) for name in NAMES}
    assert {text for _, text in before.bytes} >= {lead(name) for name in NAMES} | {email(name) for name in NAMES}
    assert len({file for file, _ in before.bytes}) >= 8


def test_no_byte_is_left(erased: tuple[Place, str]) -> None:
    place, _ = erased
    assert hits_in_bytes([place.folder], doomed_texts()) == set()
    assert hits_in_tables(place.warehouse, doomed_texts()) == set()
    assert hits_in_tables(place.record, doomed_texts()) == set()


def test_everybody_else_is_as_before(erased: tuple[Place, str], before: Before) -> None:
    place, _ = erased
    after = contents(place.warehouse, SCHEMAS, KEPT)
    assert set(after) == set(before.marts)
    # The rank among the members of an account, and the account's score, are of all its members.
    assert {table for table in after if after[table] != before.marts[table]} == OF_ACCOUNTS
    assert {
        "marts.lead_scores",
        "marts.lead_score_ledger",
        "marts.lead_stage_history",
        "marts.lead_score_history",
    } <= set(after)
    assert len(after["marts.lead_scores"]) == len(KEPT)
    recorded = contents(place.record, SCHEMAS, KEPT)
    changed = {row for table, rows in recorded.items() for row in set(rows) ^ set(before.record[table])}
    assert {row.partition(",")[0] for row in changed} == {
        f"{{'lead_id': {lead('K011')}"
    }  # whose attributes mentioned others
    assert [len(rows) for rows in recorded.values()] == [len(rows) for rows in before.record.values()]
    assert all(recorded.values())


def test_what_is_another_persons_stays(erased: tuple[Place, str]) -> None:
    place, _ = erased
    held = {address for (address,) in place.read("select distinct lower(trim(email)) from raw.leads")}
    assert {SHARED_EMAIL, RIVAL_EMAIL} <= held
    events = dict(place.read("select event_id, coalesce(lead_id, email) from raw.events where event_id like 'hard-%'"))
    assert events == {"hard-2": RIVAL_EMAIL, "hard-4": lead("K012"), "hard-5": lead("K012"), "hard-6": None}
    beside = place.read("select email, anonymous_id from raw.events where event_id in ('hard-4', 'hard-5')")
    assert beside == [(None, None)] * 2
    assert place.read(f"select attributes->>'age' from raw.leads where lead_id = '{lead('K011')}' order by loaded_at")[
        -1
    ] == ("30",)
    assert [row[0] for row in place.read("select count(*) from raw.rejected_rows")] == [2]


def test_the_tombstone_counts_and_names_nobody(erased: tuple[Place, str]) -> None:
    place, told = erased
    ((leads, is_done),) = place.read("select lead_count, finished_at >= begun_at from erased.tombstones", place.record)
    assert (leads, is_done) == (24, True)
    removed = dict(place.read("select table_name, row_count from erased.removed_rows", place.record))
    assert removed["leads"] == 26 and removed["rejected_rows"] == 2 and removed["erasures"] == 4
    assert removed["score_overrides"] == 20 and removed["marts.stage_publications"] > 0
    assert "Erased 24 leads" in told and "Not reached by this command" in told and "other.log" not in told
    assert (place.folder / "logs" / "other.log").exists()
    layout = Layout(place.warehouse)
    assert layout.numbers() == [1] and "generation 1 is served instead" in told
    assert contents(layout.served("analysts"), SCHEMAS, KEPT) == contents(place.warehouse, SCHEMAS, KEPT)


def test_the_tables_keep_their_constraints(erased: tuple[Place, str]) -> None:
    place, _ = erased
    keys = place.read("select count(*) from duckdb_constraints() where constraint_type = 'PRIMARY KEY'")
    assert keys[0][0] > 0
    assert place.read("select count(*) from staging.stg_raw__leads") == place.read("select count(*) from raw.leads")
    assert "v1.4.0" in str(place.read("select tags from duckdb_databases() where not internal")[0][0])


def test_the_sources_do_not_bring_them_back(erased: tuple[Place, str], tmp_path: Path) -> None:
    """Into a new warehouse beside the record, and as changed files into the same warehouse."""
    place, _ = erased
    again = tmp_path / "leads.duckdb"
    shutil.copyfile(place.record, tmp_path / "leads.duckdb.record")
    shutil.copyfile(place.warehouse, tmp_path / "same.duckdb")
    shutil.copyfile(place.record, tmp_path / "same.duckdb.record")
    report = place.load(again)
    assert hits_in_tables(again, KEYS) == set()
    assert hits_in_bytes([tmp_path], KEYS) == set()
    for table in RAW:
        later = "_load_batch_id, loaded_at" if table == "rejected_rows" else "_load_batch_id"
        words = {"leads": ", attributes", "accounts": ", attributes", "survey_responses": ", comment"}.get(table, "")
        query = f"select * exclude ({later}{words}) from raw.{table} order by all"
        assert place.read(query, again) == place.read(query), table
    assert all(file.records == file.landed + file.rejected + file.suppressed for file in report.files)
    removed = "select sum(row_count) from erased.removed_rows where table_name not like '%.%'"
    assert [(sum(file.suppressed for file in report.files),)] == place.read(removed, place.record)
    with place.sources.joinpath("leads.jsonl").open("a") as file:
        file.write("\n")
    (leads,) = [file for file in place.load(tmp_path / "same.duckdb").files if not file.is_known]
    assert (leads.suppressed, leads.landed) == (28, 153)
    assert hits_in_bytes([tmp_path], KEYS) == set()


@pytest.mark.parametrize("secret", ["", "t" * 32])
def test_without_the_secret_nothing_is_loaded(
    erased: tuple[Place, str], secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, _ = erased
    assert secret != SECRET
    monkeypatch.setenv(VARIABLE, secret)
    for command in (["load", str(place.sources)], ["erase", KEPT[0], "--yes"]):
        code, told = place.run(*command)
        assert code == 2 and VARIABLE in told and "Traceback" not in told


def test_an_unknown_lead_stops_all(erased: tuple[Place, str]) -> None:
    place, _ = erased
    before = place.read("select count(*) from raw.leads")
    code, told = place.run("erase", KEPT[0], "lead-nobody", "--yes")
    assert code == 6 and "nobody was erased" in told
    assert place.read("select count(*) from raw.leads") == before


def test_what_is_erased_already_needs_nothing(erased: tuple[Place, str]) -> None:
    place, _ = erased
    assert place.run("erase", ASKED[3], "--yes")[0] == 0
    assert place.run("erase", "--requested", "--yes") == (0, "Nothing to erase.\n")
    assert place.read("select count(*) from erased.tombstones", place.record) == [(1,)]


def test_a_dry_run_and_a_missing_answer_change_nothing(erased: tuple[Place, str]) -> None:
    place, _ = erased
    before = place.read("select count(*) from raw.events")
    code, told = place.run("erase", KEPT[5], "--dry-run")
    assert code == 0 and "events" in told and "Nothing was changed." in told
    assert place.run("erase", KEPT[5])[0] == 2
    assert place.read("select count(*) from raw.events") == before
