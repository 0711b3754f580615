"""A generated world whose outcomes follow from planted rules: learning finds them in their order and about their size, refuses what
knows the outcome, and makes no model where nothing tells."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.generate.world import Outcomes
from leads.learn.study import Plan, Study, study
from planted_world import END, planted_rows, sample_of, write_planted

PLAN = Plan("planted_deal", 30, END)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study(sample_of(write_planted(tmp_path_factory.mktemp("planted") / "world", 1000)), PLAN)


def test_what_was_planted_is_learnt_and_nothing_else(learnt: Study) -> None:
    rules = [row for row in planted_rows("rules") if float(row["points"])]
    assert {each.part.binned.name for each in learnt.card.attributes} == {
        row["name"] for row in rules if row["kind"] == "fit"
    }
    assert {act.habit.behaviour.event_type for act in learnt.card.acts} == {
        row["name"] for row in rules if row["kind"] == "engagement"
    }


def test_points_are_in_the_planted_order_and_about_as_large(learnt: Study) -> None:
    """Points are log-odds against the values without a rule; learnt ones are drawn together a little, and have an error of their own."""
    parts = {each.part.binned.name: each.part for each in learnt.card.attributes}
    for name, values, low in (
        ("source", ("list", "trade_show", "referral"), "search"),
        ("sector", ("education", "chemistry"), "retail"),
    ):
        planted = {row["value"]: float(row["points"]) for row in planted_rows("rules") if row["name"] == name}
        told = parts[name].of([low, *values])
        found = told[1:] - told[0]
        assert list(np.argsort(found)) == list(range(len(values))), name
        assert np.abs(found - [planted[value] for value in values]).max() < 0.5, name
    small, middle, large = parts["staff"].of(["5", "100", "1000"])
    assert small < middle < large and abs(large - small - 1.6) < 0.6


def test_events_fade_as_planted(learnt: Study) -> None:
    planted = {row["name"]: row for row in planted_rows("rules") if row["half_life_days"]}
    webinar, download = learnt.card.acts
    assert webinar.habit.behaviour.event_type == "webinar_attended" and webinar.points > download.points
    for act in learnt.card.acts:
        row = planted[act.habit.behaviour.event_type]
        assert act.habit.half_life and 0.4 < act.habit.half_life / int(row["half_life_days"]) < 2.6
        assert abs(act.habit.log_odds - float(row["points"])) < 0.35


def test_every_planted_leak_is_caught(learnt: Study) -> None:
    assert [leak.attribute for leak in learnt.leaks] == sorted(row["attribute"] for row in planted_rows("leaks"))
    sure = {leak.attribute for leak in learnt.leaks if leak.is_sure}
    assert sure == {"deal_size", "account_rating", "contract_no"}


def test_where_chance_decides_there_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(LeadsError, match="does not tell who converts") as caught:
        study(sample_of(write_planted(tmp_path / "world", 800, Outcomes.chance)), PLAN)
    assert caught.value.exit_code == ExitCode.NOT_FOUND
