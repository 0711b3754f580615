"""Duplicates decided by content, late ones included: each increment gives what a full refresh gives."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import draw_case
from deduplicated import Batch, Harness
from naive_filters import naive_filters

CASES = st.randoms(use_true_random=False).map(draw_case)


@pytest.fixture(scope="module")
def harness() -> Harness:
    return Harness()


def prove(harness: Harness, count: int) -> None:
    """So many random cases, none differs."""

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=CASES)
    def increments_equal_a_full_refresh(case: tuple[Batch, ...]) -> None:
        assert harness.first_difference(case) is None

    increments_equal_a_full_refresh()


def test_increments_equal_a_full_refresh(harness: Harness) -> None:
    prove(harness, 10)


@pytest.mark.torture
def test_increments_equal_a_full_refresh_in_a_thousand_cases(harness: Harness) -> None:
    prove(harness, 1000)


@pytest.mark.parametrize("name", naive_filters(Harness().increment.sql))
def test_a_naive_filter_is_caught(harness: Harness, name: str) -> None:
    chance, increment = random.Random(7), naive_filters(harness.increment.sql)[name]
    assert any(harness.first_difference(draw_case(chance), increment) is not None for _ in range(15))


@pytest.mark.torture
def test_the_share_of_cases_in_which_each_naive_filter_differs(harness: Harness) -> None:
    shares = {name: share_caught(harness, name, count=300) for name in naive_filters(harness.increment.sql)}
    print({name: f"{share:.0%}" for name, share in shares.items()})
    assert min(shares.values()) > 0.2


def share_caught(harness: Harness, name: str, count: int) -> float:
    """The share of random cases in which a naive filter differs from a full refresh."""
    chance = random.Random(7)
    increment = naive_filters(harness.increment.sql)[name]
    return sum(harness.first_difference(draw_case(chance), increment) is not None for _ in range(count)) / count
