"""Why leads move, in words and in order: the same for every output."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from leads.whatif.answer import Count, Move, Preview

# Seeds of which rows give points, and so show in the ledger; all others decide what points mean.
OF_POINTS = ("engagement_rules", "engagement_groups", "fit_rules", "fit_attributes")


def largest_first(found: Preview) -> list[Move]:
    """Who moves, the largest change of the score first."""
    return sorted(found.moves, key=lambda move: (-abs(gain(move) or Decimal(0)), move.lead_id))


def gain(move: Move) -> Decimal | None:
    """By how much the lead score changes; None where the lead has none before or after."""
    before, after = move.before.lead_score, move.after.lead_score
    return None if before is None or after is None else after - before


def because(move: Move, found: Preview) -> str:
    """The largest difference of the ledger; where there is none, the first row of the rules that decides what points mean."""
    if move.causes:
        first = move.causes[0]
        return f"{first.reason} ({first.difference:+.2f})"
    deciding = [str(change) for change in found.changes if change.seed not in OF_POINTS]
    return deciding[0] if deciding else "points of days before today"


def by_entry(found: Preview) -> list[tuple[str, str, int, Decimal]]:
    """What moves leads: dimension, rule or attribute, leads that move with another contribution of it, its difference on average."""
    differences: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for move in found.moves:
        for cause in move.causes:
            differences[cause.dimension, cause.entry].append(cause.difference)
    rows = [(*key, len(each), sum(each, Decimal(0)) / len(each)) for key, each in differences.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def per_week(found: Preview) -> tuple[float, float]:
    """MQLs a week before and after, over the whole weeks among the last thirteen."""
    whole = found.weeks[:-1] or found.weeks
    number = len(whole) or 1
    return sum(week.before for week in whole) / number, sum(week.after for week in whole) / number


def moved_by(found: Preview) -> str:
    """How many leads move in each respect."""
    return ", ".join(f"{what} {found.moved_in(what):,}" for what in ("grade", "band", "segment", "stage"))


def standing_elsewhere(found: Preview) -> list[Count]:
    """The grades, bands, segments and stages that have more or fewer leads."""
    return [row for row in found.counts if row.before != row.after and row.what != "score"]


def per_week_told(found: Preview, number: Callable[[float | Decimal], str] = "{:.1f}".format) -> str:
    """MQLs a week before and after, beside what sales takes. number: how the reader writes one."""
    before, after = per_week(found)
    taken = "" if found.capacity is None else f"; sales takes {number(found.capacity)}"
    return f"{number(before)} before, {number(after)} after{taken}"
