"""The marts of the funnel against a second calculation, stay by stay, for a history by chance."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from invented_stays import EXITS, STAGES, Stay, invent_stays, write_stays
from metric_queries import CASES, comparable
from road import Road, generate_world

AS_OF = date(2026, 6, 30)
WINDOW_DAYS = 90
MIN_LEADS = 30
MARTS = ("--select", "int_stages_reached+", "int_stage_durations_daily+")


@pytest.fixture(scope="module")
def stays(road: Road, tmp_path_factory: pytest.TempPathFactory) -> list[Stay]:
    """A small world with an invented history, and the marts built on it."""
    road.load(generate_world(tmp_path_factory.mktemp("world"), leads=300, days=90, seed=11, end_date=AS_OF))
    road.build(AS_OF, "--exclude", *MARTS[1:])
    known = f"select lead_id from intermediate.int_leads_known where known_on = date '{AS_OF}' order by lead_id"
    leads = [lead for (lead,) in road.rows(known)]
    invented = invent_stays(leads, AS_OF, seed=5)
    write_stays(road, invented, AS_OF)
    road.build(AS_OF, *MARTS)
    return invented


def by_lead(stays: Iterable[Stay]) -> dict[str, list[Stay]]:
    """The stays of each lead in their order."""
    found: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays:
        found[stay.lead].append(stay)
    return found


def onward(stays: list[Stay], stage: str, later: Iterable[str]) -> tuple[Stay, Stay | None] | None:
    """A lead's first stay in a stage and its first stay afterwards in any of the later ones, begun after its moment. Being known
    comes before everything."""
    first = next((stay for stay in stays if stay.stage == stage), None)
    if first is None:
        return None
    led_to = (
        stay
        for stay in stays
        if stay.number > first.number and (first.stage == "known" or first.reached_at < stay.reached_at)
    )
    return first, next((stay for stay in led_to if stay.stage in later), None)


def higher(stage: str) -> tuple[str, ...]:
    """The stages of higher position, none for exits."""
    return () if stage in EXITS else STAGES[STAGES.index(stage) + 1 : -len(EXITS)]


def rounded(value: float | None) -> Decimal | None:
    """Six places, half up."""
    return None if value is None else Decimal(repr(value)).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def is_close(built: Decimal | None, expected: float | None) -> bool:
    """Equal to the sixth place, as far as binary numbers can tell which way a half goes."""
    if built is None or expected is None:
        return built is None and expected is None
    return abs(built - Decimal(expected)) <= Decimal("0.00000051")


def days_between(first: Stay, last: Stay) -> float:
    """Days with fractions between two moments, at least 0; whole days where one of both has a date only."""
    if first.moment is None or last.moment is None:
        return (last.entered - first.entered).days
    return max((last.moment - first.moment) / timedelta(days=1), 0.0)


def test_the_funnel_of_every_day(road: Road, stays: list[Stay]) -> None:
    leads = by_lead(stays)
    pairs = {
        stage: [found for one in leads.values() if (found := onward(one, stage, higher(stage)))] for stage in STAGES
    }
    first_day = min(stay.entered for stay in stays)
    expected = {}
    for number in range((AS_OF - first_day).days + 1):
        day = first_day + timedelta(number)
        for stage in STAGES:
            own = [stay for stay in stays if stay.stage == stage]
            reached = sum(first.entered <= day for first, _ in pairs[stage])
            converted = sum(later is not None and later.entered <= day for _, later in pairs[stage])
            ended = [(s.left - s.entered).days for s in own if s.left and day - timedelta(WINDOW_DAYS) < s.left <= day]
            expected[day, stage] = (
                sum(stay.entered == day for stay in own),
                sum(stay.left == day for stay in own),
                sum(stay.entered <= day and (stay.left is None or stay.left > day) for stay in own),
                reached,
                converted if higher(stage) else None,
                rounded(converted / reached) if higher(stage) and reached else None,
                len(ended),
                Decimal(median(ended)) if ended else None,
            )
    built = road.rows(
        "select counted_on, stage, entries, exits, stock, reached_leads, converted_leads, conversion_rate, ended_stays,"
        " median_days from marts.funnel_daily"
    )
    assert {(row[0], row[1]): tuple(row[2:]) for row in built} == expected


def test_conversion_between_stages(road: Road, stays: list[Stay]) -> None:
    leads = by_lead(stays)
    built = road.rows(
        "select stage, later_stage, leads, converted_leads, recent_converted_leads, same_day_converted_leads,"
        " median_days, recent_median_days from marts.funnel_conversion where is_total"
    )
    assert {(row[0], row[1]) for row in built} == {
        (stage, later) for stage in STAGES if stage not in EXITS for later in (*higher(stage), *EXITS)
    }
    for stage, later, lead_count, *counts, days, recent_days in built:
        found = [pair for one in leads.values() if (pair := onward(one, stage, (later,)))]
        converted = [(first, last) for first, last in found if last]
        recent = [pair for pair in converted if pair[1].entered > AS_OF - timedelta(WINDOW_DAYS)]
        same_day = sum(first.entered == last.entered for first, last in converted)
        assert (lead_count, counts) == (len(found), [len(converted), len(recent), same_day]), (stage, later)
        for shown, of in ((days, converted), (recent_days, recent)):
            taken = [days_between(first, last) for first, last in of]
            assert is_close(shown, median(taken) if taken else None), (stage, later)


def first_touches(road: Road) -> dict[str, tuple[str, str]]:
    """Source and campaign by lead, from the raw rows: the last row of each day, of these the first that names one."""
    days: dict[tuple[str, date], tuple[str | None, str | None]] = {}
    for lead, loaded_at, source, campaign in road.rows(
        "select lead_id, loaded_at, source, campaign from raw.leads order by loaded_at, source desc, campaign desc"
    ):
        if loaded_at.date() <= AS_OF:
            days[lead, loaded_at.date()] = (source, campaign)
    touches: dict[str, tuple[str, str]] = {}
    for (lead, _), (source, campaign) in sorted(days.items(), key=lambda item: item[0]):
        if source or campaign:
            touches.setdefault(lead, ((source or "unknown").lower(), (campaign or "unknown").lower()))
    return touches


def test_what_sources_cost_and_bring(road: Road, stays: list[Stay]) -> None:
    touches = first_touches(road)
    groups: dict[tuple[str, str], list[list[Stay]]] = defaultdict(list)
    for lead, own in by_lead(stays).items():
        groups[touches.get(lead, ("unknown", "unknown"))].append(own)
    costs: dict[Any, Decimal] = {}
    for source, campaign, day, loaded_at, amount in road.rows(
        "select source, campaign, cost_date, loaded_at, amount from raw.campaign_costs order by loaded_at, amount desc"
    ):
        if day <= AS_OF and loaded_at.date() <= AS_OF:
            costs[source, campaign, day] = amount
    built = road.rows(
        "select source, campaign, leads, mqls, sqls, customers, cost_amount, median_days_to_customer from marts.source_roi"
    )
    assert {(row[0], row[1]) for row in built} == set(groups) | {key[:2] for key in costs}
    for source, campaign, *counts, cost, days in built:
        members = groups.get((source, campaign), [])
        reached = [sum(any(s.stage == stage for s in one) for one in members) for stage in ("mql", "sql", "customer")]
        assert counts == [len(members), *reached], (source, campaign)
        spent = [amount for key, amount in costs.items() if key[:2] == (source, campaign)]
        assert cost == (sum(spent) if spent else None), (source, campaign)
        won = [days_between(*pair) for one in members if (pair := won_pair(one))]
        assert is_close(days, median(won) if won else None), (source, campaign)


def won_pair(stays: list[Stay]) -> tuple[Stay, Stay] | None:
    """First stay and first won stay."""
    won = next((stay for stay in stays if stay.stage == "customer"), None)
    return (stays[0], won) if won else None


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Both shares p whose standard score |share - p| / sqrt(p (1 - p) / trials) is 1.96, by the quadratic they solve."""
    z2, share = 1.96**2, successes / trials
    a, b, c = 1 + z2 / trials, -(2 * share + z2 / trials), share**2
    root = math.sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def test_shares_of_personas(road: Road, stays: list[Stay]) -> None:
    won = {lead for lead, own in by_lead(stays).items() if won_pair(own)}
    audiences: dict[str, list[str]] = defaultdict(list)
    for lead, audience in road.rows("select lead_id, audience from marts.lead_scores"):
        audiences[audience].append(lead)
    built = road.rows(
        "select audience, leads, buyers, share_of_buyers, share_of_others, conversion_rate, conversion_low,"
        " conversion_high, lift, is_supported from marts.personas"
    )
    assert len(built) > 100
    for audience, leads, buyers, of_buyers, of_others, rate, low, high, lift, is_supported in built:
        everyone = len(audiences[audience])
        all_won = len(won & set(audiences[audience]))
        assert is_close(of_buyers, buyers / all_won)
        assert is_close(of_others, (leads - buyers) / (everyone - all_won))
        assert is_close(rate, buyers / leads)
        assert is_close(low, wilson(buyers, leads)[0]) and is_close(high, wilson(buyers, leads)[1])
        assert is_close(lift, (buyers / leads) / (all_won / everyone))
        assert is_supported == (leads >= MIN_LEADS)


def test_nothing_done_after_a_lead_was_won_counts(road: Road, stays: list[Stay]) -> None:
    won_on = {lead: pair[1].entered for lead, own in by_lead(stays).items() if (pair := won_pair(own))}
    traits: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for lead, audience, event_type, occurred_at in road.rows(
        "select known.lead_id, known.audience, types.event_type, events.occurred_at"
        " from intermediate.int_events_counted as events"
        " inner join intermediate.int_leads_known as known using (lead_key)"
        " inner join intermediate.int_event_types as types using (event_type_key)"
        f" where known.known_on = date '{AS_OF}' and date '{AS_OF}' >= events.valid_from_on"
        f" and date '{AS_OF}' < events.valid_to_on"
    ):
        if lead not in won_on or occurred_at.date() < won_on[lead]:
            traits[audience, "event", event_type].add(lead)
            traits[audience, "weekday", f"{occurred_at:%A}"].add(lead)
            traits[audience, "hour", f"{occurred_at:%H}"].add(lead)
    built = road.rows(
        "select audience, dimension, value, leads, buyers from marts.personas"
        " where dimension in ('event', 'weekday', 'hour')"
    )
    assert {(row[0], row[1], row[2]): (row[3], row[4]) for row in built} == {
        key: (len(leads), len(leads & set(won_on))) for key, leads in traits.items()
    }


def test_metrics_are_what_the_queries_by_hand_say(road: Road, stays: list[Stay], tmp_path: Path) -> None:
    metrics = pytest.importorskip("metric_engine").metrics_of(road, AS_OF, tmp_path)
    assert {metric for metric, _, _ in CASES} == set(metrics.names())
    for metric, cuts, by_hand in CASES:
        assert metrics.answer(metric, cuts) == comparable(road.rows(by_hand)), (metric, cuts)


@pytest.mark.torture
def test_every_cut_of_every_metric_adds_up(road: Road, stays: list[Stay], tmp_path: Path) -> None:
    metrics = pytest.importorskip("metric_engine").metrics_of(road, AS_OF, tmp_path)
    assert sum(metrics.check_cuts(metric) for metric in metrics.names()) > 500
