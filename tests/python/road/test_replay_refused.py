"""A replay that cannot be meant, or that would mix two states of rules or data, is refused in one sentence."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from leads.base.warehouse import replay_of
from leads.build.dbt_runner import run_dbt
from leads.cli import app
from replayed import command, everything_but, history, kill_after
from road import Road
from stage_rules import write_changed_rules

HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
TODAY = datetime.now(timezone.utc).date()
FIRST, LAST = date(2026, 2, 20), date(2026, 3, 1)
SPAN = (str(FIRST), str(LAST))


def asked(road: Road, first: str, last: str, *more: str, rules: Path | None = None) -> Result:
    """The command as typed; nothing of a replay may be left behind."""
    settings = road.settings
    before = ["--warehouse", str(settings.warehouse), "--rules", str(rules or settings.rules)]
    result = CliRunner().invoke(app, [*before, "replay", "--from", first, "--to", last, *more])
    assert not list(settings.warehouse.parent.glob("*.replay*")), result.output
    return result


def sentence(result: Result, code: int) -> str:
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    told = result.stderr.strip().splitlines()[-1]
    assert "Traceback" not in result.stderr
    return told


@pytest.fixture(scope="module")
def built(road: Road) -> Road:
    """What a replay reads and computes, with nothing loaded."""
    road.build(LAST, "--select", "+tag:replay")
    return road


@pytest.mark.parametrize(
    ("first", "last", "more", "told"),
    [
        ("2026-03-02", "2026-03-01", [], "--from 2026-03-02 is after --to 2026-03-01; give the earlier date first."),
        (str(TODAY), str(TODAY + timedelta(days=1)), [], "is still to come; a replay goes up to today"),
        ("2026-3-1x", "2026-03-01", [], "--from is '2026-3-1x', which is not a date; write it as YYYY-MM-DD."),
        (*SPAN, ["--ruleset", "retired"], "--ruleset is 'retired'; give one of active, candidate."),
    ],
    ids=["backwards", "future", "no date", "unknown ruleset"],
)
def test_a_range_that_cannot_be_meant_is_refused(road: Road, first: str, last: str, more: list[str], told: str) -> None:
    assert told in sentence(asked(road, first, last, *more), 2)


def test_nothing_is_replayed_before_the_first_build(road: Road) -> None:
    road.settings.warehouse.unlink(missing_ok=True)
    assert "There is no warehouse" in sentence(asked(road, *SPAN), 6)
    road.execute("select 1")
    assert sentence(asked(road, *SPAN), 6) == "The warehouse has no scores yet; run `leads build` first."
    road.settings.warehouse.unlink()


@pytest.mark.torture
def test_a_range_before_any_data_is_empty(built: Road) -> None:
    stale = replay_of(built.settings.warehouse)
    stale.touch()  # what a killed replay may leave
    result = asked(built, *SPAN)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(
        "Replayed 10 days from 2026-02-20 to 2026-03-01 into lead_score_history: 0 leads, 0 rows, "
    )


def test_data_that_no_build_has_read_is_refused(built: Road) -> None:
    built.execute(
        "insert into raw.loaded_files (content_hash, source_file, table_name, _load_batch_id) values ('x', 'f', 'leads', 7)"
    )
    told = sentence(asked(built, *SPAN), 6)
    assert told == "Data was loaded since the last build; run `leads build` first, so that all of it is read."
    built.execute("delete from raw.loaded_files")


def test_candidates_need_a_candidate(built: Road) -> None:
    built.execute("update rules.scoring_models set status = 'retired' where model_id = 'b2b_candidate'")
    told = sentence(asked(built, *SPAN, "--ruleset", "candidate"), 4)
    assert told == "scoring_models.csv names no model with status candidate; add one and run `leads build` first."
    built.execute("update rules.scoring_models set status = 'candidate' where model_id = 'b2b_candidate'")


@pytest.mark.parametrize("held", ["warehouse", "scratch"])
def test_who_holds_a_file_is_named(built: Road, held: str) -> None:
    file = built.settings.warehouse if held == "warehouse" else replay_of(built.settings.warehouse)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout and holder.stdin
        assert holder.stdout.readline() == "held\n"
        if held == "warehouse":
            assert f"(process {holder.pid})" in sentence(asked(built, *SPAN), 5)
        else:
            result = CliRunner().invoke(
                app, ["--warehouse", str(built.settings.warehouse), "replay", "--from", SPAN[0], "--to", SPAN[1]]
            )
            assert f"(process {holder.pid})" in sentence(result, 5)
            assert file.exists(), "the scratch file of another replay must stay"
        holder.stdin.close()
    file.unlink() if held == "scratch" else None


@pytest.mark.torture
def test_a_build_in_between_is_noticed(built: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    def built_meanwhile(*arguments: object, **named: object) -> object:
        summary = run_dbt(*arguments, **named)  # type: ignore[arg-type]
        built.execute(
            f"update intermediate.int_score_dates set known_on = date '{date(2026, 2, 2)}' where is_published"
        )
        return summary

    monkeypatch.setattr("leads.replay.run.run_dbt", built_meanwhile)
    told = sentence(asked(built, *SPAN), 5)
    assert told == "The warehouse was built while it was replayed, so nothing was written; run the replay again."


@pytest.mark.torture
def test_a_killed_replay_changes_nothing_and_the_next_one_heals(built: Road) -> None:
    built.execute(
        "insert into marts.lead_score_history (lead_id, as_of_date, ruleset_version, segment) values "
        "('in the range', '2026-02-25', 'r', 'nurture'), ('after', '2026-03-02', 'r', 'nurture')"
    )
    rows, others = history(built), everything_but(built, "lead_score_history")
    assert kill_after(built, FIRST, LAST, seconds=2)
    assert replay_of(built.settings.warehouse).exists()
    assert (history(built), everything_but(built, "lead_score_history")) == (rows, others)
    healed = subprocess.run(command(built, FIRST, LAST), capture_output=True, text=True, check=True)
    assert "Replayed 10 days from 2026-02-20 to 2026-03-01" in healed.stdout
    assert not list(built.settings.warehouse.parent.glob("*.replay*"))
    # Nobody is known on any day: the range is empty now, and what it said of the day after is said there.
    assert [row[:2] for row in history(built)] == [("after", date(2026, 3, 2)), ("in the range", date(2026, 3, 2))]
    assert everything_but(built, "lead_score_history") == others


@pytest.mark.torture
def test_rules_other_than_those_of_the_last_build_are_refused(built: Road, tmp_path: Path) -> None:
    rules = write_changed_rules(
        built.settings.rules,
        tmp_path / "rules",
        [("engagement_rules", "rule_id", "b2b_call", {"window_days": "20"}, "")],
    )
    told = sentence(asked(built, *SPAN, rules=rules), 4)
    assert told == (
        "The rules or the time zone of the business are not those of the last build; run `leads build` first, so that all "
        "of it is scored by them."
    )
