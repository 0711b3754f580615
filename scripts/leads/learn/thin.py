"""Few, readable steps: neighbouring bins of like log-odds become one, by dynamic programming over all ways to part them."""

from __future__ import annotations

import numpy as np

from leads.learn.bins import Binned
from leads.learn.sample import Floats, Ints

MOST_STEPS = 6


def thin(binned: Binned, shape: Floats, information: Floats, price: float) -> Ints:
    """The step of each bin. A step is worth having when it brings the shape nearer by more than its price.

    shape: log-odds by bin. information: what a bin weighs (sum of p (1 - p) of its rows). Numbers keep their order, texts
    are ordered by their log-odds. Unknown is a step of its own; bins without rows join the step of the nearest.
    """
    unknown = binned.count - 1
    order = list(range(unknown))
    if not binned.is_number:
        order.sort(key=lambda number: (shape[number], number))
    filled = [number for number in order if information[number] > 0]
    steps = np.zeros(binned.count, dtype=np.int64)
    ends = _best_parts(shape[filled], information[filled], price) if filled else []
    of_filled = {number: int(np.searchsorted(ends, place, side="right")) for place, number in enumerate(filled)}
    last = 0
    for number in order:
        last = of_filled.get(number, last)
        steps[number] = last
    steps[unknown] = max(of_filled.values(), default=-1) + 1
    return steps


def _best_parts(shape: Floats, weight: Floats, price: float) -> list[int]:
    """Where each part but the last ends, so that the weighted squares about the means of the parts plus the price are least."""
    count = len(shape)
    weights, sums = np.concatenate([[0], np.cumsum(weight)]), np.concatenate([[0], np.cumsum(weight * shape)])
    squares = np.concatenate([[0], np.cumsum(weight * shape**2)])

    def cost(first: int, end: int) -> float:
        mass = weights[end] - weights[first]
        return float(squares[end] - squares[first] - (sums[end] - sums[first]) ** 2 / mass)

    best = {(0, 0): (0.0, [0])}
    for parts in range(1, MOST_STEPS + 1):
        for end in range(parts, count + 1):
            ways = [
                (best[parts - 1, first][0] + cost(first, end) + price, [*best[parts - 1, first][1], end])
                for first in range(parts - 1, end)
                if (parts - 1, first) in best
            ]
            if ways:
                best[parts, end] = min(ways, key=lambda way: way[0])
    _, ends = min((best[key] for key in best if key[1] == count), key=lambda way: way[0])
    return ends[1:-1]
