"""A model learnt from a built warehouse: the engine scores its rows as the learner does, on every lead."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leads.base.warehouse import connect
from leads.cli import app
from leads.learn.sample import Sample, read_sample
from leads.learn.study import Plan, Study, study
from learnt_world import TODAY, write_rules, write_world
from road import PROJECT_RULES, Road

PLAN = Plan("deal", 45, TODAY)
ENGINE = """
    select
        leads.lead_id, scores.fit_score::double, scores.engagement_score::double, scores.lead_score::double,
        scores.fit_grade, scores.engagement_band
    from intermediate.int_scores_today as scores
    inner join intermediate.int_leads_keyed as leads on scores.lead_key = leads.lead_key
    where scores.model_id = 'b2b_learnt'
"""


@pytest.fixture(scope="module")
def lived(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    """The world, built by the shipped rules."""
    folder = tmp_path_factory.mktemp("learnt")
    made = Road(replace(road.settings, rules=write_rules(folder / "rules")))
    made.load(write_world(folder))
    made.build(TODAY, "--select", "+int_lead_landmarks", "+int_scores_today")
    return made


@pytest.fixture(scope="module")
def learnt(lived: Road) -> tuple[Sample, Study]:
    """All landmarks, and what is learnt from those whose days have passed."""
    with connect(lived.settings.warehouse, read_only=True) as con:
        sample = read_sample(con, "deal")
    return sample, study(sample, PLAN)


def test_what_tells_is_learnt_and_what_does_not_is_left(learnt: tuple[Sample, Study]) -> None:
    _, made = learnt
    assert {each.part.binned.name for each in made.card.attributes} == {"source", "staff"}
    assert {act.habit.behaviour.event_type for act in made.card.acts} <= {"webinar_attended"}


def test_no_landmark_knows_what_came_later(lived: Road, learnt: tuple[Sample, Study]) -> None:
    """Every count of the sample is of events that had happened by its landmark, as a count by hand has it."""
    sample, _ = learnt
    rows = lived.rows(
        "select leads.lead_id, landmarks.landmark_on, count(events.event_id) from intermediate.int_lead_landmarks as landmarks "
        "inner join intermediate.int_leads_keyed as leads on landmarks.lead_key = leads.lead_key "
        "inner join raw.events as events on leads.lead_id = events.lead_id "
        "and events.occurred_at::date <= landmarks.landmark_on group by all"
    )
    by_hand = {(lead, landmark): count for lead, landmark, count in rows}
    found: dict[tuple[object, object], float] = {}
    for behaviour, counts in sample.behaviours.items():
        if not behaviour.property:
            for row, number in zip(counts.rows, counts.numbers, strict=True):
                key = (sample.leads[row], sample.landmarks[row])
                found[key] = found.get(key, 0) + number
    assert found == by_hand


def test_a_report_measures_and_writes_nothing(lived: Road) -> None:
    given = ["--warehouse", str(lived.settings.warehouse), "--rules", str(lived.settings.rules), "learn"]
    result = CliRunner().invoke(app, [*given, "--report"])
    assert result.exit_code == 0, result.output
    assert (
        "Outcomes known by 2026-04-01: 'deal' has 19 conversions" in result.output
    )  # too few are left to judge on later landmarks
    assert all(word in result.output for word in ("2026-06-01", "folds", "AUC"))
    assert CliRunner().invoke(app, given).exit_code == 2


def test_the_engine_scores_the_rows_as_the_learner_does(
    lived: Road, learnt: tuple[Sample, Study], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample, made = learnt
    settings = lived.settings
    options = [
        "--warehouse",
        str(settings.warehouse),
        "--rules",
        str(settings.rules),
        "--as-of-date",
        TODAY.isoformat(),
    ]
    result = CliRunner().invoke(app, [*options, "learn", "--output", str(tmp_path / "rules")])
    assert result.exit_code == 0, result.output
    assert "Provisional" in result.output
    Road(replace(settings, rules=tmp_path / "rules")).build(TODAY, "--select", "+int_scores_today")
    engine = {lead: numbers for lead, *numbers in lived.rows(ENGINE)}
    grades, bands = (
        {str(row["lower_bound"]): row[step] for row in _learnt_rows(tmp_path / "rules", seed) if row["lower_bound"]}
        for seed, step in (("grades", "grade"), ("bands", "band"))
    )
    assert len(grades) == len(bands) == 4 and grades.keys() != {"75", "50", "25", "0"}
    today = sample.between(TODAY, TODAY)
    fit, engagement, score = made.card.fit(today), made.card.engagement(today), made.card.score(today)
    assert len(today) > 300 and fit.std() > 5
    for row, lead in enumerate(today.leads):
        told = engine[lead]
        assert told[0] == pytest.approx(fit[row], abs=1e-6)
        assert told[1] == pytest.approx(engagement[row], abs=1e-5)
        assert told[2] == pytest.approx(score[row], abs=0.0051)
        assert told[3] in ("?", grades[max((b for b in grades if float(b) <= round(fit[row], 6)), key=float)])
        assert str(told[4]) == bands[max((b for b in bands if float(b) <= round(engagement[row], 6)), key=float)]
    assert {told[3] for told in engine.values()} > {"?"}


def _learnt_rows(folder: Path, seed: str) -> list[dict[str, str]]:
    """The rows that the learner wrote, after those of people, which are as they were."""
    shipped = (PROJECT_RULES / f"{seed}.csv").read_text()
    written = (folder / f"{seed}.csv").read_text()
    assert written.startswith(shipped)
    return [row for row in csv.DictReader(written.splitlines()) if row["model_id"] == "b2b_learnt"]
