"""What is planted is found, what is not there is not learnt, and what knows the outcome is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.learn.guard import find_leaks
from leads.learn.rows import Candidate, rows_of
from leads.learn.sample import Sample
from leads.learn.solve import fit_logistic, price_of
from leads.learn.study import Plan, Study, judge, study
from planted import DEMO, planted

PLAN = Plan("deal", 30, date(2026, 12, 31))
SAMPLE = planted()
CANDIDATE = Candidate("m", "b2b", "2000-01-01", 30, "learnt", {})


@pytest.fixture(scope="module")
def learnt() -> Study:
    return study(SAMPLE, PLAN)


def test_what_was_planted_is_found_and_nothing_else(learnt: Study) -> None:
    tiers = {each.part.binned.name: each for each in learnt.card.attributes}
    assert set(tiers) == {"industry", "staff"}
    assert [act.habit.behaviour for act in learnt.card.acts] == [DEMO]
    by_industry = dict(
        zip(
            ["retail", "steel", "chemistry"],
            tiers["industry"].tier_of(
                Sample([""] * 3, [PLAN.trained_on] * 3, np.zeros(3), {"industry": ["Retail ", "steel", "CHEMISTRY"]})
            ),
            strict=True,
        )
    )
    assert by_industry["retail"] == 0 < by_industry["steel"] < by_industry["chemistry"] == 100
    assert sum(each.weight for each in learnt.card.attributes) == 100
    assert learnt.card.acts[0].habit.half_life in (14, 30, 60)
    assert not learnt.leaks


def test_staff_rises_and_its_cuts_are_near_the_planted_ones(learnt: Study) -> None:
    [staff] = [each for each in learnt.card.attributes if each.part.binned.name == "staff"]
    steps = staff.part.step_of_bin[:-1]
    assert list(staff.tiers[steps]) == sorted(staff.tiers[steps])
    rows = [
        row
        for row in rows_of(learnt.card, learnt.sample, learnt.won, CANDIDATE)["fit_rules"]
        if row["attribute"] == "staff"
    ]
    assert rows[0]["operator"] == "lt" and {row["operator"] for row in rows[1:-1]} == {"gte"}
    assert any(10 <= float(row["value"]) <= 40 for row in rows[:-1])
    assert any(300 <= float(row["value"]) <= 800 for row in rows[:-1])


def test_rounding_to_points_costs_next_to_nothing_and_probability_is_true(learnt: Study) -> None:
    later = planted(seed=8)
    score, won = learnt.card.score(later), later.converted(30)
    quality = judge(replace(learnt, plan=replace(PLAN, trained_on=date(2025, 12, 31))), later, date(2027, 1, 1))
    assert quality.auc > 0.75 and quality.calibration_error < 0.03 and quality.leads == len(later)
    assert score.min() >= 0 and score.max() <= 100 and won.any()


def test_the_same_data_give_the_same_rows_whatever_their_order(learnt: Study) -> None:
    shuffled = SAMPLE.take(np.random.default_rng(1).permutation(len(SAMPLE)))
    again = study(shuffled, PLAN)
    assert rows_of(learnt.card, learnt.sample, learnt.won, CANDIDATE) == rows_of(
        again.card, again.sample, again.won, CANDIDATE
    )


def test_every_row_says_what_it_rests_on(learnt: Study) -> None:
    rows = rows_of(learnt.card, learnt.sample, learnt.won, CANDIDATE)
    [retail] = [row for row in rows["fit_rules"] if row.get("value") == "retail"]
    values = learnt.sample.attributes["industry"]
    inside = [won for won, value in zip(learnt.won, values, strict=True) if value == "retail"]
    assert retail["why"].startswith(f"{sum(inside)} of {len(inside)} converted within 30 days")
    assert all(row["why"] for seed in rows.values() for row in seed)


def test_without_signal_there_is_no_model() -> None:
    with pytest.raises(LeadsError, match="does not tell who converts: on leads left out the AUC is") as caught:
        study(planted(signal=0.0, leads=3000), PLAN)
    assert caught.value.exit_code == ExitCode.NOT_FOUND


def test_too_few_conversions_are_told_with_the_number_needed_and_a_better_horizon() -> None:
    short = replace(SAMPLE, days=np.where(np.isfinite(SAMPLE.days), SAMPLE.days, np.inf))
    with pytest.raises(
        LeadsError, match=r"'deal' has \d+ conversions within 90 days .* 100 are needed; within 30 days there are \d+"
    ):
        study(short, replace(PLAN, horizon=90, trained_on=date(2026, 4, 3)))
    with pytest.raises(LeadsError, match="100 are needed; no horizon has as many"):
        study(SAMPLE.take(np.arange(300)), PLAN)


def test_an_attribute_that_somebody_answers_for_is_learnt() -> None:
    won = SAMPLE.converted(30)
    tags: list[str | None] = ["will revert" if w and n % 3 == 0 else "usual" for n, w in enumerate(won)]
    sample = replace(SAMPLE, attributes={**SAMPLE.attributes, "tags": tags})
    assert [leak.attribute for leak in find_leaks(sample)] == ["tags"]
    answered = study(sample, replace(PLAN, answered_for=frozenset({"tags"})))
    assert "tags" in {each.part.binned.name for each in answered.card.attributes} and not answered.leaks


def test_a_step_costs_more_where_there_are_many_conversions() -> None:
    few, less, many = (price_of(np.ones(wins, dtype=np.bool_)) for wins in (100, 999, 1000))
    assert few == 1.0 and less == pytest.approx(2.9068, abs=1e-4) and many == pytest.approx(1.5 * 2.9078, abs=1e-4)


def test_the_solver_finds_the_minimum_and_keeps_signs() -> None:
    dice = np.random.default_rng(3)
    columns = dice.normal(size=(500, 3))
    won = dice.random(500) < 1 / (1 + np.exp(-columns @ np.asarray([1.0, -1.0, 0.5])))
    base, found = fit_logistic(columns, won, ridge=1.0)
    told = 1 / (1 + np.exp(-(base + columns @ found)))
    assert np.abs(columns.T @ (told - won) + found).max() < 1e-6
    bound = fit_logistic(columns, won, ridge=1.0, least=np.zeros(3))[1]
    assert bound[1] == 0 and bound[0] > 0 and bound[2] > 0
