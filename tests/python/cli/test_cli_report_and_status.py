"""`leads report` and `leads status` count what is in the warehouse."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from crafted_warehouse import Run, words_of
from leads.base.warehouse import connect
from logged_runs import PROBLEMS, RUNS, log_problem, log_run


def test_report_counts_leads_grades_segments_and_exclusions(run: Run, warehouse: Path) -> None:
    code, out, _ = run("--warehouse", warehouse, "report")
    told = words_of(out)
    assert code == 0
    assert "3 leads as of 2026-06-30, 2 scored." in told
    assert f"60 to <70 {'█' * 50} 1" in told
    assert "90 to 100 0" in told
    assert "A 1 0 ? 0 1" in told
    assert "sales Call within one day 1" in told
    assert "opt out 1" in told
    assert "Lifecycle lifecycle stage leads" in told and "prospect 3" in told
    assert "Funnel: where leads stand today stage leads" in told and "mql 1" in told
    assert "L1 61.0 A 2 sales requested a demo; industry is retail" in told
    assert f"leads --warehouse {warehouse} explain L1" in told
    assert (
        "1 of them has fit grade ?: too little is known of the profile, so its score is low whatever it does." in told
    )


def test_report_fits_100_columns_without_colours_when_piped(
    run: Run, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(warehouse.parent)
    _, out, _ = run("--warehouse", warehouse.name, "report")
    assert max(len(line) for line in out.splitlines()) <= 100
    assert "\x1b[" not in out


@pytest.mark.parametrize("lead_id", ["3f2b8c1e-9d4a-4e6f-8b7a-5c2d1e0f9a8b", "person/" + "0123456789" * 12])
def test_report_never_cuts_an_id(run: Run, warehouse: Path, lead_id: str) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("update marts.lead_scores set lead_id = ? where lead_id = 'L1'", [lead_id])
    _, out, _ = run("--warehouse", warehouse, "report")
    best = out[out.index("Best leads") : out.index("Next")]
    assert "…" not in best
    if len(lead_id) <= 50:
        assert lead_id in best
    else:
        assert lead_id in "".join(line.split()[0] for line in best.splitlines()[3:] if line.strip())


def test_report_puts_a_perfect_score_into_the_highest_bar(run: Run, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("update marts.lead_scores set lead_score = 100 where lead_id = 'L1'")
    _, out, _ = run("--warehouse", warehouse, "report")
    assert f"90 to 100 {'█' * 50} 1" in words_of(out)


def test_report_before_the_first_build_says_what_to_do(run: Run, tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    code, _, err = run("--warehouse", tmp_path / "empty.duckdb", "report")
    assert (code, err.count("\n")) == (6, 1)
    assert "run `leads build`" in err


def test_status_counts_loads_rejections_and_scores(run: Run, warehouse: Path) -> None:
    code, out, _ = run("--warehouse", warehouse, "status")
    told = words_of(out)
    assert code == 0
    assert "7 2026-06-30 09:00 1 3 1" in told
    assert "leads created_at is not a timestamp 1" in told
    assert "as of 2026-06-30: 3 leads, 2 scored, 1 excluded. Ruleset abc123." in told
    assert "2 events not resolved to a lead. 237 events of a type that no rule knows: pixel_ping." in told
    assert "email_delivered" not in told
    assert "see raw.rejected_rows" in told
    assert "secret@example.com" not in out


def test_status_of_an_empty_warehouse_names_the_next_command(run: Run, tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    code, out, _ = run("--warehouse", tmp_path / "empty.duckdb", "status")
    assert code == 0
    assert "Next: leads init" in out
    assert "No scores yet" in out


def test_status_says_that_drift_has_switched_probabilities_off(run: Run, warehouse: Path) -> None:
    assert "switched off" not in run("--warehouse", warehouse, "status")[1]
    with connect(warehouse) as con:
        con.execute(
            "alter table marts.lead_scores add column conversion_id varchar; "
            "alter table marts.lead_scores add column no_probability_reason varchar; "
            "update marts.lead_scores set conversion_id = 'won_deal', no_probability_reason = 'drift' where lead_id = 'L1'; "
            "create table marts.score_calibration as select 'won_deal' as conversion_id, 'b2b_v1' as model_id, 'drift' as status, "
            "1 as months_tested, 1 as months_drifted, 4.06 as largest_monthly_z"
        )
    code, out, _ = run("--warehouse", warehouse, "status")
    assert code == 0
    assert (
        "Probabilities of b2b v1 are switched off by drift: 1 of 1 later month missed what was promised of won deal, by up to 4.1 "
        "standard errors; learn the rules anew, or wait until newer months are learnt from." in words_of(out)
    )


MOVED = """
    create table marts.characteristic_stability_monthly as
    select 'b2b_v1' as model_id, * from (values
        (date '2026-06-01', 'attribute', 'years_in_business', 'drift', 0.314, 'not_met', 0.216, 0.094),
        (date '2026-06-01', 'score', 'lead_score', 'drift', 0.262, '41.5', 0.3, 0.1),
        (date '2026-06-01', 'attribute', 'industry', 'watch', 0.2, 'retail', 0.3, 0.1),
        (date '2026-05-01', 'attribute', 'industry', 'drift', 0.9, 'retail', 0.3, 0.1)
    ) as rows (landmark_month, characteristic_kind, characteristic, finding, stability_index, most_moved_bin, most_moved_share,
        most_moved_reference_share);
    insert into marts.characteristic_stability_monthly
    select 'a_candidate' as model_id, * exclude (model_id) from marts.characteristic_stability_monthly;
"""


def test_status_says_who_is_scored_otherwise_than_before(run: Run, warehouse: Path) -> None:
    """In the newest month of the models in use, the largest index first."""
    with connect(warehouse) as con:
        con.execute(MOVED)
    code, out, _ = run("--warehouse", warehouse, "status")
    told = words_of(out)
    assert code == 0
    assert (
        "In 2026-06 years in business of b2b v1 drifted (0.31): 'not met' is 22 % of the leads, 9 % before; so did lead score (0.26)."
        in told
    )
    assert told.count("drifted") == 1
    with connect(warehouse) as con:
        con.execute("delete from marts.characteristic_stability_monthly where characteristic = 'years_in_business'")
    told = words_of(run("--warehouse", warehouse, "status")[1])
    assert (
        "In 2026-06 lead score of b2b v1 drifted (0.26): the tenth from 41.5 is 30 % of the leads, 10 % before." in told
    )


def test_status_names_what_failed_and_what_warned_in_the_last_build(run: Run, warehouse: Path) -> None:
    with connect(warehouse) as con:
        con.execute(f"create schema operations; {RUNS}; {PROBLEMS}")
        log_run(con, "failed", 100, failed_count=2)
        log_problem(con, "failed", "model", "lead_scores", "error")
        log_problem(con, "failed", "test", "merges_end_somewhere", "warn", 1)
    told = words_of(run("--warehouse", warehouse, "status")[1])
    assert "The last build failed: the model lead_scores; read why in " in told
    assert "The last build warned of the test merges_end_somewhere (1 row against it)." in told
    with connect(warehouse) as con:
        log_run(con, "whole", 101)
    assert "The last build" not in run("--warehouse", warehouse, "status")[1]


@pytest.mark.parametrize("command", [["report"], ["explain", "L1"], ["status"]])
@pytest.mark.parametrize(
    ("built", "told"),
    [
        (
            "2026-05-31",
            "No lead had been loaded by 2026-05-31: the earliest loaded_at is 2026-06-01; map loaded_at or ",
        ),
        ("2026-06-30", "The last build found no lead, but raw.leads holds some; run `leads build`."),
    ],
)
def test_scores_without_leads_say_why(run: Run, warehouse: Path, command: list[str], built: str, told: str) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("delete from marts.lead_scores; create schema intermediate")
        con.execute(f"create table intermediate.int_score_dates as select date '{built}' as known_on")
    code, out, err = run("--warehouse", warehouse, *command)
    assert code == (0 if command == ["status"] else 6)
    assert told in words_of(out + err)


def test_report_without_unknown_profiles_says_nothing_of_them(run: Run, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("update marts.lead_scores set fit_grade = 'D' where fit_grade = '?'")
    assert "fit grade ?" not in run("--warehouse", warehouse, "report")[1]


def test_rules_check_status_and_report_tell_what_no_record_has(run: Run, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("insert into raw.leads (lead_id) values ('L9')")
    told = "fit_attributes.csv, row 2, column attribute: no profile has the attribute"
    for command in (["rules", "check"], ["status"], ["report"]):
        code, out, _ = run("--warehouse", warehouse, *command)
        assert code == 0
        assert told in words_of(out), command
    _, out, _ = run("--warehouse", warehouse.with_name("none.duckdb"), "rules", "check")
    assert "in order" in out and "no profile" not in out
    assert "with cap_days above 1: the days are fixed periods since 1970-01-01" in out
