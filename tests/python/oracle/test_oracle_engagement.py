"""What events are worth, worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .engagement import contribution, engagement, plan
from .facts import Row
from .ledger import total
from .rules import Seeds
from .samples import at, event, facts, model_seeds, rule, scored, world


@pytest.mark.parametrize(
    ("points", "decay", "decay_days", "age_days", "count", "worth"),
    [
        ("8", "exponential", "30", 0, 1, "8"),
        ("8", "exponential", "30", 30, 1, "4"),
        ("8", "exponential", "30", 60, 1, "2"),
        ("8", "exponential", "30", 10, 1, "6.349604"),
        ("8", "exponential", "30", 10, 3, "19.048813"),
        ("8", "linear", "90", 0, 1, "8"),
        ("8", "linear", "90", 45, 1, "4"),
        ("8", "linear", "90", 90, 1, "0"),
        ("8", "linear", "90", 200, 1, "0"),
        ("1", "linear", "90", 1, 1, "0.988889"),
        ("-6", "linear", "90", 45, 2, "-6"),
        ("8.77", "linear", "64", 34, 1, "4.110938"),  # 4.1109375, which a double has below the tie
        ("-8.77", "linear", "64", 34, 1, "-4.110938"),
        ("-8", "exponential", "30", 60, 1, "-2"),
        ("2.5", "none", None, 500, 2, "5"),
    ],
)
def test_decay(points: str, decay: str, decay_days: str | None, age_days: int, count: int, worth: str) -> None:
    days = None if decay_days is None else Decimal(decay_days)
    assert contribution(Decimal(points), decay, days, age_days, count) == Decimal(worth)


def ledger(rules: Seeds, events: list[Row], on: str) -> dict[str, Decimal]:
    """Contributions by item of the lead ann, parts that are zero left out."""
    then = world(facts(events=events), rules, on)
    rows = engagement(then.history("ann"), plan(rules, "b2c", then.known_on), then.known_on)
    return {row.item: row.contribution for row in rows if row.contribution}


def worth(rules: Seeds, events: list[Row], on: str) -> Decimal:
    return sum(ledger(rules, events, on).values(), Decimal(0))


def calls(*days: str) -> list[Row]:
    return [event(f"e{number}", "call", day) for number, day in enumerate(days)]


def one_rule(**values: Any) -> Seeds:
    return model_seeds(engagement_rules=[rule("r", "call", 2, **values)])


def test_a_cap_counts_in_buckets_from_1970_and_not_in_sliding_windows() -> None:
    # 2026-01-01 is day 20454 = 7 * 2922: buckets of seven days begin on 1 and on 8 January
    weekly = one_rule(cap_count=1, cap_days=7)
    assert worth(weekly, calls("2026-01-01", "2026-01-07"), "2026-01-31") == 2
    assert worth(weekly, calls("2026-01-07", "2026-01-08"), "2026-01-31") == 4
    assert worth(weekly, calls("2025-12-31", "2026-01-01", "2026-01-14"), "2026-01-31") == 6


def test_a_daily_cap_ends_at_midnight_utc() -> None:
    days = calls("2026-01-01T00:00:00", "2026-01-01T12:00:00", "2026-01-01T23:59:59.999999", "2026-01-02T00:00:00")
    assert worth(one_rule(cap_count=2, cap_days=1), days, "2026-01-31") == 6
    assert worth(one_rule(), days, "2026-01-31") == 8


def test_the_window_applies_after_the_cap() -> None:
    # a bucket of thirty days begins on 2025-12-08; its one place goes to 1 January, 5 January has none
    rules = one_rule(cap_count=1, cap_days=30, window_days=5)
    assert worth(rules, calls("2026-01-01", "2026-01-05"), "2026-01-05") == 2
    assert worth(rules, calls("2026-01-01", "2026-01-05"), "2026-01-06") == 0


def test_the_window_is_half_open() -> None:
    assert worth(one_rule(window_days=5), calls("2026-01-01"), "2026-01-05") == 2
    assert worth(one_rule(window_days=5), calls("2026-01-01"), "2026-01-06") == 0


def test_only_events_that_meet_the_condition_use_up_the_cap() -> None:
    rules = model_seeds(
        engagement_rules=[
            rule("pricing", "visit", 3, property="page", operator="eq", value="Pricing", cap_count=1, cap_days=7),
            rule("web", "visit", 1, property="channel", operator="is_not_null"),
        ]
    )
    events = [
        event("a", "visit", "2026-01-01", properties='{"page": "home"}', channel="web"),
        event("b", "visit", "2026-01-02", properties='{"page": "pricing ", "channel": "mail"}'),
        event("c", "visit", "2026-01-03", properties='{"page": "pricing"}'),
        event("d", "visit", "2026-01-03", properties="not json"),
    ]
    assert ledger(rules, events, "2026-01-31") == {"pricing": 3, "web": 1}


def test_groups_are_clipped_before_the_whole_and_each_clip_is_a_row() -> None:
    rules = model_seeds(
        engagement_groups=[
            {"model_id": "b2c", "group_id": "good", "floor": 0, "cap": 90},
            {"model_id": "b2c", "group_id": "more", "floor": 0, "cap": 40},
            {"model_id": "b2c", "group_id": "bad", "floor": -20, "cap": 0},
        ],
        engagement_rules=[
            rule("call", "call", 95, group_id="good"),
            rule("visit", "visit", 35, group_id="more"),
            rule("leave", "leave", -50, group_id="bad"),
        ],
    )
    happy = [event("a", "call", "2026-01-01"), event("b", "visit", "2026-01-01")]
    sad = [event("c", "leave", "2026-01-01")]
    assert ledger(rules, happy, "2026-01-31") == {"call": 95, "group_cap:good": -5, "visit": 35, "total_cap": -25}
    assert ledger(rules, sad, "2026-01-31") == {"leave": -50, "group_floor:bad": 30, "total_floor": 20}
    assert ledger(rules, happy + sad, "2026-01-31") == {
        "call": 95,
        "group_cap:good": -5,
        "visit": 35,
        "leave": -50,
        "group_floor:bad": 30,
        "total_cap": -5,
    }
    assert worth(rules, happy + sad, "2026-01-31") == 100


def test_each_rule_and_day_is_rounded_once_before_it_is_summed() -> None:
    thirds = {"decay": "linear", "decay_days": 3}
    one = model_seeds(engagement_rules=[rule("r", "call", 1, **thirds)])
    two = model_seeds(engagement_rules=[rule("r", "call", 1, **thirds), rule("s", "call", 1, **thirds)])
    assert worth(one, calls("2026-01-01", "2026-01-02"), "2026-01-03") == 1  # 0.333333 + 0.666667
    assert worth(one, calls("2026-01-01", "2026-01-01"), "2026-01-03") == Decimal("0.666667")
    assert worth(two, calls("2026-01-01"), "2026-01-03") == Decimal("0.666666")


def test_the_peak_is_what_we_know_now_under_the_rules_of_its_day() -> None:
    rules = model_seeds(
        engagement_rules=[
            rule("r", "call", 5, valid_to="2026-01-05"),
            rule("r", "call", 1, valid_from="2026-01-05"),
        ]
    )
    late = event("late", "call", "2026-01-02", loaded_at=at("2026-01-09"))
    row = scored(facts(events=[late, *calls("2026-01-02", "2026-01-04", "2026-01-05")]), rules, "2026-01-10")["ann"]
    assert (row["peak_engagement"], str(row["peak_engagement_on"])) == (15, "2026-01-04")
    assert (row["engagement_score"], row["lifetime_engagement"]) == (4, 4)
    assert row["engagement_7d_ago"] == 5


def test_the_earliest_of_equal_peaks_is_named_and_silence_has_no_date() -> None:
    rules = one_rule(window_days=1)
    row = scored(facts(events=calls("2026-01-02", "2026-01-05")), rules, "2026-01-10")["ann"]
    assert (row["peak_engagement"], str(row["peak_engagement_on"])) == (2, "2026-01-02")
    other = scored(facts(events=[event("x", "mystery", "2026-01-03")]), rules, "2026-01-10")["ann"]
    assert (other["peak_engagement"], str(other["peak_engagement_on"])) == (0, "2026-01-03")
    silent = scored(facts(), rules, "2026-01-10")["ann"]
    assert (silent["peak_engagement"], silent["peak_engagement_on"]) == (0, None)


def test_lifetime_and_last_engagement_ignore_window_and_clip_but_not_the_cap() -> None:
    rules = model_seeds(
        engagement_groups=[{"model_id": "b2c", "group_id": "all", "floor": 0, "cap": 3}],
        engagement_rules=[rule("r", "call", 2, cap_count=1, cap_days=1, window_days=3, decay="linear", decay_days=2)],
    )
    events = calls("2026-01-01T08:00:00", "2026-01-05T08:00:00", "2026-01-05T09:00:00", "2026-01-06T08:00:00")
    row = scored(facts(events=[*events, event("x", "mystery", "2026-01-07")]), rules, "2026-01-08")["ann"]
    assert (row["lifetime_engagement"], row["engagement_score"]) == (6, 0)
    assert row["last_engaged_at"] == at("2026-01-06T08:00:00")


def test_the_score_is_the_sum_of_the_ledger() -> None:
    rules = one_rule(decay="exponential", decay_days=7)
    then = world(facts(events=calls("2026-01-01", "2026-01-03")), rules, "2026-01-08")
    rows = engagement(then.history("ann"), plan(rules, "b2c", then.known_on), then.known_on)
    assert total(rows) == Decimal("1.000000") + Decimal("1.219014")  # 2 * 2^-1 + 2 * 2^(-5/7)
