"""What would spoil the record is refused in one sentence, and the record is as it was."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import record_of
from leads.build.build import build
from leads.build.progress import RunProgress
from published import DAY, JANE, JOHN, History, contents, history, publish, write_histories
from road import Road, reading_once

HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def refused(road: Road, day: date, *arguments: str) -> str:
    with pytest.raises(LeadsError) as error:
        publish(road, day, *arguments, tests=False)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("stays", "sentence"),
    [
        ((), "nothing is to be recorded while rows stand in the record, 3 in all; load the missing data"),
        (
            (*JANE, *JOHN, *JOHN),
            "keys (lead_id, stay_no) are doubled in what is to be recorded, 1 in all; correct the models",
        ),
        (
            (*JANE, *history(None, "known")),
            "rows without lead_id or stay_no are to be recorded, 1 in all; correct the models",
        ),
    ],
)
def test_a_history_that_cannot_be_is_refused(unchanged: Road, stays: History, sentence: str) -> None:
    write_histories(unchanged, stays)
    told = refused(unchanged, DAY, "--select", "tag:record")
    assert "The model stage_publications failed" in told
    assert f"stage_publications was left as it is: {sentence}" in told


@pytest.mark.parametrize(
    ("profiles", "sentence"),
    [
        ("", "nothing is to be recorded while rows stand in the record, 1 in all"),
        pytest.param(
            "('jane'), ('jane')",
            "keys (lead_id) are doubled in what is to be recorded, 1 in all",
            marks=pytest.mark.torture,
        ),
        pytest.param(
            "('jane'), (null)", "rows without lead_id are to be recorded, 1 in all", marks=pytest.mark.torture
        ),
    ],
)
def test_a_snapshot_is_refused_what_would_spoil_it(built: Road, profiles: str, sentence: str) -> None:
    record_of(built.settings.warehouse).unlink(missing_ok=True)
    insert = (
        "insert into intermediate.int_lead_profiles (lead_id, valid_from_on, valid_to_on) "
        "select col0, date '2026-01-01', date '9999-12-31' from (values {})"
    )
    try:
        built.execute("truncate intermediate.int_lead_profiles", insert.format("('jane')"))
        publish(built, DAY, "--select", "lead_profiles_snapshot", tests=False)
        before = contents(built)
        built.execute("truncate intermediate.int_lead_profiles", *([insert.format(profiles)] if profiles else []))
        told = refused(built, DAY, "--select", "lead_profiles_snapshot")
    finally:
        built.execute("truncate intermediate.int_lead_profiles")
    assert f"lead_profiles_snapshot was left as it is: {sentence}" in told
    assert contents(built) == before


BACK = [
    (date(2026, 2, 28), "{}", "the as-of date 2026-02-28 is before 2026-03-01, the last recorded one"),
    (date(2199, 1, 1), "{}", "the as-of date 2199-01-01 is after the day of this run"),
    (DAY, "{recorded_at: '2026-03-01 06:00:00'}", "the time of this run, 2026-03-01 06:00:00, is before"),
]


# Both ask one macro for each of the three.
@pytest.mark.parametrize(
    ("node", "day", "vars_given", "sentence"),
    [
        ("stage_publications", *BACK[0]),
        *(pytest.param("stage_publications", *one, marks=pytest.mark.torture) for one in BACK[1:]),
        *(pytest.param("lead_stages_snapshot", *one, marks=pytest.mark.torture) for one in BACK),
    ],
)
def test_a_clock_that_goes_back_is_refused(
    unchanged: Road, node: str, day: date, vars_given: str, sentence: str
) -> None:
    write_histories(unchanged, JANE)
    told = refused(unchanged, day, "--select", node, "--vars", vars_given)
    assert f"{node} was left as it is: {sentence}" in told


@pytest.fixture
def any_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the rules has tests of its own."""
    monkeypatch.setattr("leads.build.build.check_rules", lambda _: None)


def build_to(road: Road, day: date, *select: str) -> None:
    """As `leads build` does."""
    with reading_once():
        build(road.placed(day), RunProgress(), pytest.fail, select=select, skip_tests=True)


@pytest.mark.usefixtures("any_rules")
def test_a_build_leaves_the_record_alone(unchanged: Road) -> None:
    write_histories(unchanged, JANE)
    build_to(unchanged, date(2026, 2, 1), "lead_stages_current", "tag:record")
    assert unchanged.rows("select lead_id, stage from marts.lead_stages_current") == [("jane", "engaged")]


@pytest.mark.usefixtures("any_rules")
def test_a_held_record_is_told_in_one_sentence_and_a_build_frees_it(unchanged: Road) -> None:
    file = str(record_of(unchanged.settings.warehouse))
    with subprocess.Popen([sys.executable, "-c", HOLD, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"  # the last build freed the file
        with pytest.raises(LeadsError, match=r"warehouse\.duckdb\.record is in use by") as error:
            build_to(unchanged, DAY)
        holder.communicate(b"")
    assert error.value.exit_code == ExitCode.LOCKED
