"""Where the grades and bands of a learnt model begin: as many leads on each as before, as near as the scores allow."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")

from leads.learn.scales import cuts


def test_as_many_leads_are_above_each_bound_as_by_the_active_model() -> None:
    values = np.linspace(30, 70, 1000)
    bounds = cuts(values, [0.1, 0.35, 0.8])
    assert [float((values >= bound / 100).mean()) for bound in bounds] == pytest.approx([0.1, 0.35, 0.8], abs=0.001)


@pytest.mark.parametrize(
    ("values", "above", "bounds"),
    [
        (
            [10, 10, 20, 20],
            [0.4, 0.5, 0.9],
            [2000, 1000, 999],
        ),  # values that many share: the nearest share, and a bound for each
        ([10, 20, 30, 40], [0.375], [4000]),  # of two equally near the higher
        ([10, 20], [0.0], [2001]),  # nobody is let in
        ([10, 100], [0.0], [10000]),  # no score is higher
        ([0, 0, 0, 5], [0.9, 0.95, 1.0], [500, 499, 498]),  # who has nothing is on the lowest
        ([0.004, 7.129999999], [0.5, 1.0], [713, 712]),
    ],
)
def test_bounds_fall_and_stay_above_nothing(values: list[float], above: list[float], bounds: list[int]) -> None:
    assert cuts(np.asarray(values, dtype=np.float64), above) == bounds
