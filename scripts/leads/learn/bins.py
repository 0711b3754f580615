"""Values of an attribute as bins: ranges of numbers, frequent texts, all other texts, unknown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np

from leads.learn.sample import Floats, Ints

MOST_BINS = 20
FEWEST_LEADS = 10
# Share of the known values that must be numbers for an attribute to be one.
NUMERIC = 1.0


@dataclass
class Binned:
    """An attribute cut into bins. is_number: bins are ranges from one cut to the next; else levels, then all other texts.

    cuts: lower ends of all ranges but the first. levels: trimmed lower-case texts. The last bin is always unknown.
    decimals: places of the numbers as delivered.
    """

    name: str
    is_number: bool
    cuts: list[Decimal]
    levels: list[str]
    decimals: int = 0

    @property
    def count(self) -> int:
        """Number of bins, that of unknown included."""
        return (len(self.cuts) + 1 if self.is_number else len(self.levels) + 1) + 1

    def label(self, number: int) -> str:
        """A bin in words, after "leads"."""
        if number == self.count - 1:
            return "of whom nothing is known"
        if not self.is_number:
            return f"with the value {self.levels[number]!r}" if number < len(self.levels) else "with a rare value"
        ends = [*(f"{cut.normalize():f}" for cut in self.cuts), ""]
        if number == 0:
            return f"below {ends[0]}"
        return f"from {ends[number - 1]} on" + (f" and below {ends[number]}" if ends[number] else "")

    def codes(self, values: list[str | None]) -> Ints:
        """The bin of each value. A text in an attribute of numbers counts as unknown."""
        unknown = self.count - 1
        if self.is_number:
            cuts = np.asarray([float(cut) for cut in self.cuts])
            numbers = [number_of(value) for value in values]
            return np.asarray(
                [unknown if n is None else int(np.searchsorted(cuts, float(n), side="right")) for n in numbers],
                dtype=np.int64,
            )
        place = {level: number for number, level in enumerate(self.levels)}
        return np.asarray(
            [unknown if value is None else place.get(text_of(value), unknown - 1) for value in values], dtype=np.int64
        )

    def steps(self, codes: Ints) -> Floats:
        """The columns of a regression: for numbers one per cut that is reached, for texts one per level; then unknown."""
        unknown = self.count - 1
        if not self.is_number:
            return np.asarray(codes[:, None] == np.arange(self.count)[None, :], dtype=np.float64)
        reached = (codes[:, None] > np.arange(len(self.cuts))[None, :]) & (codes != unknown)[:, None]
        return np.column_stack([reached, codes == unknown]).astype(np.float64)

    def shape(self, coefficients: Floats) -> Floats:
        """The log-odds of each bin from the coefficients of its columns."""
        if not self.is_number:
            return coefficients
        return np.concatenate([[0.0], np.cumsum(coefficients[:-1]), coefficients[-1:]])


def bin_attribute(name: str, values: list[str | None]) -> Binned | None:
    """Cut an attribute into bins; None where it has nothing to tell apart."""
    known = [value for value in values if value is not None]
    numbers = [number for number in map(number_of, known) if number is not None]
    if known and len(numbers) >= NUMERIC * len(known) and len(set(numbers)) > 2:
        cuts, decimals = _cuts(sorted(numbers))
        made = Binned(name, True, cuts, [], decimals)
    else:
        texts = [text_of(value) for value in known]
        frequent = Counter(texts)
        levels = [text for text, count in frequent.items() if count >= FEWEST_LEADS and "|" not in text]
        made = Binned(name, False, [], sorted(levels, key=lambda text: (-frequent[text], text))[: 5 * MOST_BINS])
    sizes = np.bincount(made.codes(values), minlength=made.count)
    return made if (sizes >= FEWEST_LEADS).sum() > 1 else None


def number_of(value: str | None) -> Decimal | None:
    """A value as the engine reads a number; None for texts, NaN and infinity."""
    try:
        number = Decimal(value.strip()) if value is not None else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def text_of(value: str) -> str:
    """A text as the engine compares it."""
    return value.strip().lower()


def _cuts(ordered: list[Decimal]) -> tuple[list[Decimal], int]:
    """Lower ends of about equally full ranges, as round as the numbers allow, and the decimals of the numbers."""
    distinct = sorted(set(ordered))
    decimals = max(0, *(-int(number.normalize().as_tuple().exponent) for number in distinct))
    if len(distinct) <= MOST_BINS:
        return distinct[1:], decimals
    wanted = [ordered[len(ordered) * step // MOST_BINS] for step in range(1, MOST_BINS)]
    rounded = {_rounded(cut) for cut in wanted}
    return sorted(cut for cut in rounded if distinct[0] < cut <= distinct[-1]), decimals


def _rounded(cut: Decimal) -> Decimal:
    """The cut in as few figures as come within a fiftieth of it."""
    for places in range(12):
        near = Decimal(f"{cut:.{places}e}")
        if abs(near - cut) <= abs(cut) / 50:
            return near
    return cut
