"""What may be published, what is kept, and the way back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crafted import KEY, publish_state, write_warehouse
from leads.base.errors import ExitCode, LeadsError
from leads.base.secret import VARIABLE, create_keyed_hash, keyed_hash
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.build.run_log import publishable, read_runs, unfinished
from leads.publish.bi_file import bi_marts, write_bi_file
from leads.publish.generation import Generation
from leads.publish.layout import ANALYSTS, AUDIENCES, BI, Layout
from leads.publish.publish import latest, publish, roll_back
from leads.run.steps import Request, publish_step
from logged_runs import log_run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_warehouse(tmp_path / "leads.duckdb", 1, rows=5)
    return tmp_path / "leads.duckdb"


def served_state(path: Path, audience: str) -> tuple[int, int, int | None]:
    """Generation, state of the marts and the generation repeated, as an audience reads them."""
    with connect(Layout(path).served(audience), read_only=True) as con:
        found = con.execute(
            "select generation, (select max(lead_score)::int from marts.lead_scores), rolled_back_to from publication"
        ).fetchall()
    return found[0]


@pytest.mark.parametrize(
    ("differing", "told"),
    [
        ({"finished": False}, "the last build was stopped before its end"),
        ({"failed_count": 1}, "the last build failed"),
        ({"models_run": 1, "models_left_out": 2}, "the last build left out 2 of 3 models"),
        ({"tests_run": 0, "tests_left_out": 2}, "the last build was not tested"),
        ({"tests_run": 1, "tests_left_out": 1}, "the last build was not tested"),
        ({"load_batch_id": 7}, "files were loaded after the last build"),
    ],
)
def test_what_is_not_complete_and_tested_is_refused(path: Path, differing: dict[str, object], told: str) -> None:
    with connect(path) as con:
        log_run(con, "later", 100, **differing)  # type: ignore[arg-type]
        with pytest.raises(LeadsError, match=told) as refused:
            publishable(con)
        assert refused.value.exit_code == ExitCode.BUILD_FAILED
        assert (unfinished(read_runs(con)) is not None) == (differing == {"finished": False})
        log_run(con, "healed", 101)
        assert publishable(con).run_id == "healed"


@pytest.mark.parametrize(("failed", "is_fit"), [(0, True), (1, False)])
def test_models_built_first_and_tested_later_are_fit_when_every_test_passed(
    path: Path, failed: int, is_fit: bool
) -> None:
    with connect(path) as con:
        log_run(con, "models", 100, tests_run=0, tests_left_out=2)
        log_run(con, "tests", 101, models_run=0, models_left_out=3, failed_count=failed)
        if is_fit:
            assert publishable(con).run_id == "models"
        else:
            with pytest.raises(LeadsError, match="a test failed"):
                publishable(con)


def test_generations_count_up_and_the_oldest_go(path: Path) -> None:
    layout = Layout(path)
    for state in range(1, 6):
        publish_state(path, write_warehouse(path, state, rows=5), keep=3)
    assert layout.numbers() == [3, 4, 5]
    shutil.rmtree(layout.generations)
    publish_state(path, "run-5")
    assert layout.numbers() == [6], "a number is never used again"
    assert all(served_state(path, audience) == (6, 5, None) for audience in AUDIENCES)


def test_a_run_leaves_a_roll_back_until_the_next_build(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the run of five minutes later would take it back."""
    settings, published = Settings(path, path, None), []

    def note(*_: object) -> tuple[Generation, bool]:
        published.append(True)
        return Generation(9, "2026-03-01T00:00:00+00:00", "2026-03-01", "any"), True

    monkeypatch.setattr("leads.run.steps.publish", note)
    for state in (1, 2):
        publish_state(path, write_warehouse(path, state, rows=5))
    roll_back(settings, None)
    outcome = publish_step(settings, Request())
    assert (outcome.said, outcome.is_news) == ("generation 1 is served again; the next build is published", False)
    write_warehouse(path, 3, rows=5)
    assert publish_step(settings, Request()).is_news and published


def test_a_roll_back_serves_the_earlier_content_under_a_new_number(path: Path) -> None:
    settings = Settings(path, path, None)
    for state in (1, 2, 3):
        publish_state(path, write_warehouse(path, state, rows=5))
    assert roll_back(settings, None).rolled_back_to == 2
    assert served_state(path, ANALYSTS) == (4, 2, 2)
    assert roll_back(settings, None).rolled_back_to == 1
    assert served_state(path, BI) == (5, 1, 1)
    with pytest.raises(
        LeadsError, match="There is no earlier generation to go back to; kept are: 1, 2, 3, 4, 5"
    ) as none:
        roll_back(settings, None)
    assert none.value.exit_code == ExitCode.NOT_FOUND
    assert roll_back(settings, 3).rolled_back_to == 3
    assert served_state(path, ANALYSTS) == (6, 3, 3)
    with pytest.raises(LeadsError, match="There is no generation 9"):
        roll_back(settings, 9)


def test_an_older_day_is_not_published_over_a_newer_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "s" * 32)
    publish_state(path, "run-1")
    with connect(path) as con:
        log_run(con, "past", 100, as_of_date="2026-02-01")
    with pytest.raises(LeadsError, match="the last build is as of 2026-02-01, before 2026-03-01, which is published"):
        publish(Settings(path, path, None), keep=3)
    assert Layout(path).numbers() == [1]


def test_a_damaged_generation_is_not_gone_back_to(path: Path) -> None:
    for state in (1, 2):
        publish_state(path, write_warehouse(path, state, rows=5))
    layout = Layout(path)
    damaged = layout.file_in(layout.generation(1), BI)
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    with pytest.raises(LeadsError, match="The bi file of generation 1 is not what was published"):
        roll_back(Settings(path, path, None), None)
    newest = latest(layout)
    assert newest and newest.number == 2


def test_the_bi_file_holds_no_person(tmp_path: Path) -> None:
    with connect(tmp_path / "leads.duckdb") as con:
        con.execute("create schema marts")
        con.execute(
            "create table marts.lead_scores as select 'jane@example.com' as lead_id, 'A-1' as account_id, "
            "'asked jane@example.com back' as segment, 'Jane Doe said so' as top_reason_1, 'Jane' as not_described, "
            "12.5::decimal(9, 2) as lead_score"
        )
        con.execute("create table marts.unresolved_events as select 'jane@example.com' as identifier")
        con.execute("create table marts.not_described as select 'jane@example.com' as email")
        con.execute(f"attach '{tmp_path / 'bi.duckdb'}' as bi")
        create_keyed_hash(con, KEY)
        assert write_bi_file(con, "leads", "bi") == 1
        tables = con.execute("select table_name from duckdb_tables() where database_name = 'bi'").fetchall()
        assert tables == [("lead_scores",)]
        cursor = con.execute("from bi.marts.lead_scores")
        names = [column[0] for column in cursor.description or []]
        assert dict(zip(names, cursor.fetchall()[0], strict=True)) == {
            "lead_id": keyed_hash(KEY, "jane@example.com"),
            "account_id": "A-1",
            "segment": "asked (e-mail) back",
            "lead_score": pytest.approx(12.5),
        }


def test_every_column_of_a_person_is_marked() -> None:
    unmarked = {
        f"{mart}.{column}"
        for mart, columns in bi_marts().items()
        for column, word in columns.items()
        if word is None and (column.endswith("lead_id") or column.endswith("owner_id") or "reason_" in column)
    }
    assert not unmarked
    assert {"identity_conflicts", "unresolved_events", "quarantined_events"}.isdisjoint(bi_marts())
    assert {"source_file", "reason"}.isdisjoint(
        bi_marts()["rejected_rows"]
    )  # how many, and of what, but no words of files
    assert all(bi_marts()[mart]["lead_id"] == "key" for mart in ("sync_status", "sync_rejections"))
