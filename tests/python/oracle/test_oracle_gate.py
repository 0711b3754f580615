"""The MQL gate, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from .funnel_samples import act, ann, deal, did, funnel_seeds, level, path, stays, thresholds
from .ledger import rounded
from .rules import Seeds
from .samples import rule

KNOWN, ENGAGED = "created 01-01", "engaged 01-01"
VISIT = did("visit", "01-01")


def both(name: str, old: dict[str, Any], new: dict[str, Any], on: str) -> dict[str, list[dict[str, Any]]]:
    """A seed whose rows change on a day."""
    return {name: [old | {"valid_to": on}, new | {"valid_from": on}]}


@pytest.mark.parametrize(("points", "opens"), [("59", True), ("58.999999", False), ("60", True)])
def test_the_gate_opens_at_the_threshold(points: str, opens: bool) -> None:
    found = path(events=VISIT, score_overrides=[level(points, "01-05")], on="01-05")
    assert found == [KNOWN, ENGAGED, *(["score_reached 01-05"] if opens else [])]


@pytest.mark.parametrize(("points", "closes"), [("39", False), ("38.999999", True), ("0", True)])
def test_the_gate_closes_only_below_the_exit(points: str, closes: bool) -> None:
    overrides = [level("59", "01-05"), level(points, "01-06")]
    found = path(events=VISIT, score_overrides=overrides, on="01-06")
    assert found == [KNOWN, ENGAGED, "score_reached 01-05", *(["score_fell 01-06"] if closes else [])]


def test_the_gate_opens_again_in_the_same_cycle_and_counts() -> None:
    overrides = [
        level("60", "01-05"),
        level("45", "01-06"),
        level("10", "01-07"),
        level("58", "01-08"),
        level("59", "01-09", 2),
    ]
    found = stays(events=VISIT, score_overrides=overrides, on="01-09")
    assert [(stay.stage, stay.entry_signal, stay.cycle_no) for stay in found[2:]] == [
        ("mql", "score_reached", 1),
        ("engaged", "score_fell", 1),
        ("mql", "score_reached", 2),
    ]


@pytest.mark.parametrize(
    ("country", "by_score", "by_hand"),
    [("de", True, True), ("fr", False, True), ("it", False, False), (None, False, True)],
)
def test_the_grade_says_what_opens_the_gate(country: str | None, by_score: bool, by_hand: bool) -> None:
    leads = [ann(country=country)]
    assert ("score_reached 01-02" in path(leads=leads, events=did("call", "01-02"))) == by_score
    assert ("hand_raised 01-02" in path(leads=leads, events=did("demo", "01-02"))) == by_hand


def test_a_worse_grade_alone_does_not_close_the_gate_but_lets_a_low_score_do_so() -> None:
    leads = [ann(), ann("01-10", "it")]
    assert path(leads=leads, events=did("call", "01-02")) == [KNOWN, "engaged 01-02", "score_reached 01-02"]
    # a demo of 5 points stands until 11 January, yet a D opens by no hand-raise from the tenth on
    assert path(leads=leads, events=did("demo", "01-02"))[-1] == "score_fell 01-10"


def test_an_excluded_lead_does_not_open_the_gate_and_does_not_close_it() -> None:
    out = {
        "rule_id": "x",
        "kind": "opt_out",
        "precedence": 1,
        "match_field": "event_type",
        "operator": "eq",
        "value": "out",
    }
    rules = funnel_seeds(exclusion_rules=[out])
    assert path(rules, events=[*did("out", "01-02"), *did("call", "01-02")]) == [KNOWN, "engaged 01-02"]
    assert path(rules, events=[*did("out", "01-03"), *did("call", "01-02")]) == [
        KNOWN,
        "engaged 01-02",
        "score_reached 01-02",
    ]
    # the hand-raise of 5 points no longer opens once excluded, and 5 is below the exit
    assert path(rules, events=[*did("out", "01-03"), *did("demo", "01-02")])[-1] == "score_fell 01-03"


def test_a_hand_raise_stands_until_the_window_of_its_type_ends() -> None:
    found = path(events=did("demo", "01-02"))
    assert found[2:] == ["hand_raised 01-02", "score_fell 01-12"]
    assert path(events=did("contact", "01-02"))[2:] == ["hand_raised 01-02"]
    assert path(events=did("ask", "01-02")) == [KNOWN]


def test_the_widest_window_of_a_type_counts() -> None:
    rules = funnel_seeds(engagement_rules=[rule("a", "demo", 5, window_days=10), rule("b", "demo", 1, window_days=12)])
    assert path(rules, events=did("demo", "01-02"))[-1] == "score_fell 01-14"


def test_a_hand_raise_needs_engagement_above_zero() -> None:
    events = [*did("demo", "01-02"), *did("complaint", "01-02")]
    assert path(events=events) == [KNOWN, "engaged 01-02"]
    assert path(events=[*events, *did("visit", "01-04")])[2:] == ["hand_raised 01-04", "score_fell 01-12"]


def test_the_reason_names_the_hand_raise_that_opens_the_gate_or_the_score() -> None:
    both_asked = [*did("demo", "01-02T10:00"), *did("contact", "01-02T09:00"), *did("call", "01-02")]
    assert stays(events=both_asked)[2].entry_reason == "asked to be contacted"
    # none of the day on which the lead fits at last: the newest that stands
    poor_at_first = [ann("01-01", "it"), ann("01-05", "de")]
    late = stays(leads=poor_at_first, events=both_asked)[2]
    assert (late.entered_on.day, late.entered_at, late.entry_reason) == (5, None, "asked for a demonstration")
    same_moment = [*did("demo", "01-02"), *did("contact", "01-02")]
    assert stays(events=same_moment)[2].entry_reason == "asked to be contacted"
    found = stays(
        funnel_seeds(stage_thresholds=thresholds("59.50")), events=[*did("call", "01-02"), *did("visit", "01-02")]
    )
    assert found[2].entry_reason == "engagement 61.00 reached 59.5"


def test_thresholds_and_grades_are_those_valid_on_the_day() -> None:
    old = {"threshold_id": "mql_enter", "threshold_value": 90}
    rules = funnel_seeds(
        stage_thresholds=[*thresholds()[1:], *both("s", old, old | {"threshold_value": 60}, "2026-01-09")["s"]]
    )
    assert path(rules, events=did("call", "01-02"))[-1] == "score_reached 01-09"
    grade = {"grade": "A", "lower_bound": 0, "mql_by_score": False}
    rules = funnel_seeds(**both("grades", grade, grade | {"mql_by_score": True}, "2026-01-07"))
    assert path(rules, events=did("call", "01-02"))[-1] == "score_reached 01-07"


RECYCLED = act("recycled", "01-10T12:00", "week")


def test_the_cool_down_shuts_the_gate_until_its_last_day() -> None:
    events = did("call", "01-10")
    assert path(events=events, sales_activities=[RECYCLED], on="01-16")[-1] == "recycled 01-10"
    assert path(events=events, sales_activities=[RECYCLED], on="01-17")[-1] == "score_reached 01-17"


@pytest.mark.parametrize(
    ("reason", "day"), [(None, "02-09"), ("unheard of", "02-09"), (" WEEK ", "01-17"), ("now", "01-10")]
)
def test_the_cool_down_is_that_of_the_reason_or_the_default(reason: str | None, day: str) -> None:
    acts = [act("rejected", "01-10T12:00", reason)]
    assert path(events=did("call", "01-10"), sales_activities=acts)[-1] == f"score_reached {day}"


def test_a_lost_deal_cools_down_by_default() -> None:
    found = path(events=did("call", "01-10"), opportunities=[deal("01-02", "01-10", won=False)], on="02-10")
    assert found[-2:] == ["opportunity_lost 01-10", "score_reached 02-09"]


def test_the_reason_counts_as_valid_on_the_anchor() -> None:
    row = {"reason_id": "week", "cool_down_days": 7, "description": "wants a week"}
    rules = funnel_seeds(**both("recycle_reasons", row, row | {"cool_down_days": 20}, "2026-01-12"))
    assert path(rules, events=did("call", "01-10"), sales_activities=[RECYCLED])[-1] == "score_reached 01-17"


def test_engagement_counts_anew_from_the_anchor_date() -> None:
    assert path(events=did("call", "01-09"), sales_activities=[RECYCLED])[-1] == "recycled 01-10"
    assert path(events=did("call", "01-10T08:00"), sales_activities=[RECYCLED])[-1] == "score_reached 01-17"


def test_caps_count_anew_but_the_score_at_entry_is_that_of_all_events() -> None:
    found = stays(events=did("webinar", "01-02", "01-12"), sales_activities=[RECYCLED])
    assert [(stay.entry_signal, stay.engagement_score) for stay in found[2:]] == [
        ("score_reached", rounded(60)),
        ("recycled", rounded(60)),
        ("score_reached", rounded(60)),
    ]
    found = stays(events=did("call", "01-02", "01-12"), sales_activities=[RECYCLED])
    assert (found[-1].engagement_score, found[-1].entry_reason) == (rounded(100), "engagement 60.00 reached 60")


def test_without_return_the_gate_stays_shut_until_another_exit() -> None:
    events, out = did("call", "01-02", "01-12"), act("disqualified", "01-10")
    assert path(events=events, sales_activities=[out])[-1] == "disqualified 01-10"
    again = [out, act("accepted", "01-20"), act("recycled", "01-22", "now")]
    assert path(events=[*events, *did("demo", "01-23")], sales_activities=again)[3:] == [
        "disqualified 01-10", "accepted 01-20", "recycled 01-22", "hand_raised 01-23", "score_fell 02-02",
    ]  # fmt: skip


@pytest.mark.parametrize(("time", "stands"), [("11:59", False), ("12:00", False), ("12:01", True)])
def test_a_hand_raise_stands_only_when_it_came_after_the_exit(time: str, stands: bool) -> None:
    acts = [act("recycled", "01-10T12:00", "now")]
    found = path(events=did("contact", f"01-10T{time}"), sales_activities=acts, on="01-12")
    # before the exit it opens the gate of the cycle that the exit ends, after it that of the next; with it neither
    first = {"11:59": ["engaged", "hand_raised", "recycled"], "12:00": ["engaged", "recycled"], "12:01": ["recycled"]}
    assert found[1:] == [f"{signal} 01-10" for signal in [*first[time], *(["hand_raised"] if stands else [])]]


def test_of_several_exits_on_a_date_the_last_anchors() -> None:
    acts = [act("recycled", "01-10T08:00", "now"), act("rejected", "01-10T12:00", "week")]
    assert path(events=did("call", "01-10"), sales_activities=acts)[2:] == [
        "recycled 01-10", "rejected 01-10", "score_reached 01-17",
    ]  # fmt: skip


def test_the_gate_is_silent_while_sales_is_at_work() -> None:
    overrides = [level("60", "01-05"), level("60", "01-20")]
    found = path(events=VISIT, score_overrides=overrides, sales_activities=[act("accepted", "01-05")])
    assert found[2:] == ["accepted 01-05"]
    found = path(
        events=did("call", "01-10"),
        sales_activities=[act("recycled", "01-10T08:00", "now"), act("accepted", "01-10T09:00")],
    )
    assert found[2:] == ["recycled 01-10", "accepted 01-10"]


def test_without_an_active_model_the_gate_stays_as_it_was() -> None:
    model = {"model_id": "b2c", "audience": "b2c", "status": "active", "fit_weight": 0.5, "valid_to": "2026-01-09"}
    rules: Seeds = funnel_seeds(scoring_models=[model])
    found = stays(rules, events=did("call", "01-02"))
    assert [stay.entry_signal for stay in found] == ["created", "engaged", "score_reached"]
    late = act("accepted", "01-10")
    found = stays(rules, events=did("call", "01-02"), sales_activities=[late])
    assert (found[-1].stage, found[-1].entered_on.day, found[-1].model_id, found[-1].lead_score) == (
        "sal",
        10,
        None,
        None,
    )
