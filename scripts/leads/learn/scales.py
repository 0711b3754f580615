"""Grades and bands of a learnt model: they begin where each has as many of today's leads as by the active model.

A learnt fit and engagement lie in another range than those that people wrote, so the bounds of the active model would empty some
grades and crowd others, and the priority matrix would say something else to sales.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from leads.base.marts import Row, read
from leads.learn.rows import OWNER, Candidate, Cells
from leads.learn.sample import Bools, Floats, Sample, read_today
from leads.learn.scorecard import Scorecard

if TYPE_CHECKING:
    import duckdb

# The steps of the active model on a day, the best first, and today's leads on each.
STEPS = """
    select steps.*, count(scores.lead_key) as leads
    from intermediate.int_{seed}__by_model as steps
    inner join rules.scoring_models as models
        on steps.model_id = models.model_id and models.audience = $audience and models.status = 'active'
        and models.valid_from <= $day and coalesce($day < models.valid_to, true)
    left join intermediate.int_scores_today as scores
        on steps.model_id = scores.model_id and steps.{step} = scores.{column}
    where steps.valid_from <= $day and coalesce($day < steps.valid_to, true)
    group by all order by steps.lower_bound desc nulls last
"""
LAST = 100_00  # the highest bound, in hundredths of a point


@dataclass(frozen=True)
class Scales:
    """The rows of both seeds, none where nothing is learnt to be cut, and what they are like, in a sentence."""

    rows: dict[str, list[Cells]]
    sentence: str


def scales_of(con: duckdb.DuckDBPyConnection, card: Scorecard, candidate: Candidate, day: date) -> Scales:
    """Grades and bands for a candidate, by the leads that the active model of its audience scores on the day of the build."""
    asked = {"audience": candidate.audience, "day": day}
    grades = read(con, STEPS.format(seed="grades", step="grade", column="fit_grade"), **asked)
    bands = read(con, STEPS.format(seed="bands", step="band", column="engagement_band"), **asked)
    if not grades or not bands:
        return Scales({"grades": [], "bands": []}, "")
    today = read_today(con, grades[0]["model_id"], day)
    known = _is_known(card, today, grades)
    rows = {
        "grades": _rows("grade", grades, card.fit(today)[known], candidate),
        "bands": _rows("band", bands, card.engagement(today), candidate),
    }
    begins = [
        f"{step}s {_begins(step, made)}" for step, made in zip(("grade", "band"), rows.values(), strict=True) if made
    ]
    reason = f"as near as its scores allow, as many of today's leads are on each as by {grades[0]['model_id']}"
    return Scales(rows, f"Its {' and '.join(begins)}: {reason}." if begins else "")


def _begins(step: str, made: list[Cells]) -> str:
    return ", ".join(f"{row[step]} from {row['lower_bound']}" for row in made if row["lower_bound"])


def cuts(values: Floats, above: list[float]) -> list[int]:
    """Lower bounds in hundredths, the best first: of the values that occur the one with the share above that is nearest, of two equally
    near the higher; one more than the greatest lets nobody in. Each is below the one before and above 0.

    above: for each step but the lowest the share of the leads that is on it or a better one.
    """
    hundredths = np.floor(np.round(values * 100, 4)).astype(np.int64)
    places = np.unique(np.append(hundredths, hundredths.max() + 1))
    shares = {int(place): float((hundredths >= place).mean()) for place in places}
    found, below = list[int](), LAST + 1
    for number, share in enumerate(above):
        least = len(above) - number  # each lower step needs a bound of its own
        open_places = [place for place in shares if least <= place < below]
        below = min(open_places, key=lambda place: (abs(shares[place] - share), -place), default=below - 1)
        found.append(below)
    return found


def _is_known(card: Scorecard, today: Sample, grades: list[Row]) -> Bools:
    """Whether enough of the profile is known for a letter, as the active model asks."""
    weight = np.zeros(len(today))
    for each in card.attributes:
        values = today.attributes.get(each.part.binned.name, [None] * len(today))
        weight += np.asarray([0 if value is None else each.weight for value in values])
    least = max((row["below_completeness"] for row in grades if row["below_completeness"] is not None), default=0)
    return np.asarray(weight >= float(least) * 100)


def _rows(step: str, steps: list[Row], values: Floats, candidate: Candidate) -> list[Cells]:
    bounded = [row for row in steps if row["lower_bound"] is not None]
    leads = np.asarray([row["leads"] for row in bounded], dtype=np.float64)
    if not len(values) or np.ptp(values) == 0:
        return []
    is_new = not leads.sum()
    leads = np.ones(len(leads)) if is_new else leads
    above = (np.cumsum(leads) / leads.sum())[:-1]
    bounds = [*cuts(values, [float(share) for share in above]), 0]
    by, rows = bounded[0]["model_id"], []
    for row, bound, share in zip(bounded, bounds, [*above, 1.0], strict=True):
        reached = float((values >= bound / 100).mean())
        before = f"{by} has nobody on any, so equal parts" if is_new else f"by {by} {share:.1%} were"
        why = f"{reached:.1%} of {len(values):,} leads are at or above, {before}"
        rows.append(_cells(step, row, candidate) | {"lower_bound": f"{Decimal(bound) / 100:f}", "why": why})
    others = [row for row in steps if row["lower_bound"] is None]
    return rows + [_cells(step, row, candidate) | {"why": f"As {by} has it"} for row in others]


def _cells(step: str, row: Row, candidate: Candidate) -> Cells:
    """What a step has beside its bound, as the active model has it."""
    cells: Cells = {"model_id": candidate.model_id, "owner": OWNER, "valid_from": candidate.valid_from}
    cells[step] = str(row[step])
    for column in ("below_completeness", "mql_by_score", "mql_by_hand_raise"):
        cells[column] = _text(row.get(column))
    return cells | {"lower_bound": ""}


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value).lower()
