"""A replay of a range gives what builds of each of its dates give, and leaves everything else as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crowded_world import LAST_DATE
from leads.base.warehouse import connect
from leads.build.progress import RunProgress
from leads.replay import run
from leads.replay.request import Request
from oracle.explain import differences
from oracle.facts import fetch_facts
from oracle.rules import Seeds
from oracle.score import Scorer
from oracle.world import Inputs
from replayed import (
    DATES,
    DAY,
    FIRST_DATE,
    assert_replay_agrees,
    build_each,
    crowded_road,
    days,
    everything_but,
    history,
    implied,
    project_with_fault,
    replay,
    replayed_by,
)
from road import MAPPINGS, Road

LAST_DAYS = days(LAST_DATE - DAY, LAST_DATE)
# By default test_road_ahead.py holds a replay of these dates against the independent calculation.
pytestmark = pytest.mark.torture


@pytest.fixture(scope="module")
def crowded(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    return crowded_road(road, tmp_path_factory.mktemp("crowded"), cells=100, seed=17)


@pytest.fixture(scope="module")
def built(crowded: Road) -> list[tuple[Any, ...]]:
    """The history of the last two days, each built by itself."""
    build_each(crowded, LAST_DAYS)
    return history(crowded)


@pytest.fixture(scope="module")
def whole(crowded: Road) -> Road:
    """The warehouse of the last date with every date of the world replayed at once."""
    build_each(crowded, [LAST_DATE])
    crowded.execute("delete from marts.lead_score_history")
    replay(crowded.settings, FIRST_DATE, LAST_DATE)
    return crowded


def test_a_range_equals_builds_of_its_dates(crowded: Road, built: list[tuple[Any, ...]]) -> None:
    assert len({row[1] for row in built}) == 2
    silent = [row for row in built if not row[10] and row[1] > LAST_DAYS[0]]  # column 10: engagement_score
    assert len(silent) > 5, "silent leads must change state for this to prove anything"
    crowded.execute("delete from marts.lead_score_history")
    before = everything_but(crowded, "lead_score_history")
    summary = replay(crowded.settings, LAST_DAYS[0], LAST_DAYS[-1])
    assert history(crowded) == built
    assert everything_but(crowded, "lead_score_history") == before
    assert (summary.rows, summary.leads) == (len(built), len({row[0] for row in built}))


def test_a_run_for_each_date_equals_one_for_all(
    crowded: Road, built: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SCORES_PER_RUN", 1)  # each date in a run of its own, onto a history that holds them all
    replay(crowded.settings, LAST_DAYS[0], LAST_DAYS[-1])
    assert history(crowded) == built


def test_each_part_is_shown_to_its_end(
    crowded: Road, built: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SCORES_PER_RUN", 1)
    shown: list[tuple[str, bool]] = []

    @contextmanager
    def showing(progress: RunProgress, doing: str) -> Iterator[None]:
        yield
        shown.append((doing, progress.done == progress.total > 0))

    first, last = LAST_DAYS[-2:]
    run.run_replay(crowded.settings, Request(first, last, "active"), showing)
    parts = [f"Scoring {first} to {first}, part 1 of 2", f"Scoring {last} to {last}, part 2 of 2"]
    assert shown == [(doing, True) for doing in ["Reading the rules", *parts]]
    assert history(crowded) == built


def test_visibility_that_ignores_the_load_is_noticed(
    crowded: Road, built: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    project = project_with_fault(
        tmp_path, "int_overrides_resolved", "on overrides.told_on <= score_dates.known_on", "on true"
    )
    assert replayed_by(project, crowded, LAST_DAYS[0], LAST_DAYS[-1]) != built


def test_dates_of_a_long_range_agree_with_the_independent_calculation(whole: Road) -> None:
    with connect(whole.settings.warehouse, read_only=True) as con:
        inputs = Inputs(fetch_facts(con), Seeds.read(whole.settings.rules), Seeds.read(MAPPINGS))
    assert_replay_agrees(whole, inputs, DATES)


def test_days_around_a_replayed_range_go_on_saying_what_they_said(whole: Road) -> None:
    """Overrides that come to light change what is known on the days of the range, and only they are scored anew."""
    first, last, span = date(2026, 1, 15), date(2026, 1, 24), days(FIRST_DATE, LAST_DATE)
    before, rows = implied(whole, span), history(whole)
    whole.execute(
        "insert into raw.score_overrides (override_id, lead_id, dimension, points, author, reason, starts_on, expires_on, "
        "loaded_at) select distinct 'late ' || lead_id, lead_id, 'fit', 7.5, 'sales', 'agreed', date '2026-01-18', "
        "date '2027-01-01', timestamp '2026-01-18' from raw.leads"
    )
    replay(whole.settings, first, last)
    after = implied(whole, span)
    changed = {key for key in after if after[key] != before.get(key)}
    assert len(changed) > 500
    assert {day for _, day in changed} == set(days(date(2026, 1, 18), last))
    added = [row for row in set(history(whole)) - set(rows) if row[1] == last + DAY]
    assert len(added) > 5, "leads without a row of their own must have got one on the day after"
    whole.execute("delete from raw.score_overrides where override_id like 'late %'")
    replay(whole.settings, first, last)
    assert implied(whole, span) == before


def test_candidates_get_a_history_of_their_own(whole: Road) -> None:
    others = everything_but(whole, "candidate_score_history")
    first, last = date(2026, 1, 30), date(2026, 2, 2)
    summary = replay(whole.settings, first, last, "candidate")
    assert everything_but(whole, "candidate_score_history") == others
    told = whole.rows(
        "select lead_id, as_of_date, model_id, fit_score, engagement_score, fit_grade, engagement_band, shadow_score, "
        "segment, not_scored_reason from marts.candidate_score_history order by all"
    )
    assert len(told) == summary.rows > 200
    replay(whole.settings, last, last, "candidate")
    assert len(told) == whole.rows("select count(*) from marts.candidate_score_history")[0][0]
    assert {row[1] for row in told} == set(days(first, last))
    promoted = promote_candidate(Seeds.read(whole.settings.rules))
    with connect(whole.settings.warehouse, read_only=True) as con:
        inputs = Inputs(fetch_facts(con), promoted, Seeds.read(MAPPINGS))
    scorer = Scorer(inputs, last)
    b2b = {lead_id for lead_id in scorer.now.leads if scorer.now.profiles[lead_id].audience == "b2b"}
    rows = {row[0]: row for row in told if row[1] == last}
    assert set(rows) == b2b
    names = (
        "model_id",
        "fit_score",
        "engagement_score",
        "fit_grade",
        "engagement_band",
        "shadow_score",
        "segment",
        "not_scored_reason",
    )
    for lead_id in b2b:
        expected = scorer.score(lead_id)
        actual = dict(zip(names, rows[lead_id][2:], strict=True))
        assert not differences({name: expected[name] for name in names}, actual), lead_id


def promote_candidate(rules: Seeds) -> Seeds:
    """The rules with the candidate of b2b in the place of the active model."""
    changed = {"b2b_standard": "retired", "b2b_candidate": "active"}
    models = [
        {**row, "status": changed.get(row["model_id"] or "", row["status"])} for row in rules.rows("scoring_models")
    ]
    return Seeds({**rules.files, "scoring_models": models})
