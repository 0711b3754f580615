"""What a preview answers, as plain values: for the command, for a page, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leads.whatif.rules import Change


@dataclass(frozen=True)
class State:
    """How a lead stands. Scores are None where it has none; stage: of the funnel; is_mql: whether that stage is a hand-over."""

    grade: str | None
    band: int | None
    segment: str | None
    stage: str | None
    is_mql: bool
    fit_score: Decimal | None
    engagement_score: Decimal | None
    lead_score: Decimal | None

    @property
    def place(self) -> tuple[str | None, int | None, str | None, str | None]:
        """What decides how a lead is treated: grade, band, segment, stage."""
        return self.grade, self.band, self.segment, self.stage


@dataclass(frozen=True)
class Cause:
    """One row of the ledger of a lead that differs. entry: id of the rule, attribute, bound or override; reason: it in words;
    before, after: its contribution in points."""

    dimension: str
    kind: str
    entry: str
    reason: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """Points more."""
        return self.after - self.before


@dataclass(frozen=True)
class Move:
    """A lead of which grade, band, segment or stage changes. causes: largest difference first; none where no points of today
    changed: then a threshold did, or points of a day before."""

    lead_id: str
    before: State
    after: State
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Count:
    """Leads before and after. what: of a grade, band, segment, stage; key: which; for scores the lower end of ten points."""

    what: str
    key: str
    before: int
    after: int


@dataclass(frozen=True)
class Week:
    """Leads handed over to sales (MQLs) in a week, which begins on a Monday."""

    begins_on: date
    before: int
    after: int


@dataclass(frozen=True)
class Quality:
    """How well the active model ranks leads by what came of them (model_quality), by conversion and month of its landmarks. auc: 0.5
    is chance; lift: of the first tenth; captured: share of the conversions among as many first places as sales takes a week."""

    conversion: str
    month: date
    leads: int
    conversions: int
    auc_before: Decimal | None
    auc_after: Decimal | None
    lift_before: Decimal | None
    lift_after: Decimal | None
    captured_before: Decimal | None
    captured_after: Decimal | None


@dataclass(frozen=True)
class Preview:
    """What other rules would change, as of the date of the last build.

    changes: the rows of the rules that differ. leads: known ones. rescored: leads of which a score changes. moves: leads of which
    more than that does, by lead_id. weeks: the last thirteen, the one that goes on included. capacity: leads that sales takes a
    week. computed: the models that were computed again; seconds: how long all of it took.
    """

    as_of_date: date
    changes: tuple[Change, ...]
    leads: int
    rescored: int
    moves: tuple[Move, ...]
    counts: tuple[Count, ...]
    weeks: tuple[Week, ...]
    capacity: Decimal | None
    quality: tuple[Quality, ...]
    computed: tuple[str, ...]
    seconds: float

    @property
    def moved_share(self) -> float:
        """Share of the leads that move, from 0 to 1."""
        return len(self.moves) / self.leads if self.leads else 0.0

    def moved_in(self, what: str) -> int:
        """How many leads change in one respect: grade, band, segment, stage, is_mql."""
        return sum(getattr(move.before, what) != getattr(move.after, what) for move in self.moves)
