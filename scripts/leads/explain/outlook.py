"""What would change a score, why it moved, and where the lead stands in the funnel, in words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from leads.base.console import count, day, points, words
from leads.base.marts import Row
from leads.explain.explanation import Explanation

CAUSES = ("new_activity", "decay", "expiry", "profile", "rules", "late_data", "overrides")
SLA = {"met": "answered in time", "breached": "answered too late or not at all", "overdue": "the answer is overdue"}


def outlook(lead: Row) -> list[str]:
    """The counterfactuals of a row of lead_scores as sentences; none that do not apply."""
    return [sentence for sentence in (_next_band(lead), _missing(lead), _cold(lead)) if sentence]


def _next_band(lead: Row) -> str | None:
    if lead.get("points_to_next_band") is None:
        return None
    missing = f"The next band is {points(lead['points_to_next_band'])} engagement points away"
    activity = lead["next_band_activity"]
    if not activity:
        return f"{missing}, more than any single activity gives."
    return f"{missing}; it would be enough if the lead, once more, {activity}."


def _missing(lead: Row) -> str | None:
    attribute = lead.get("missing_attribute")
    if not attribute:
        return None
    return f"To know {words(attribute)} could change grade {lead['fit_grade']} to {lead['attainable_grade']}."


def _cold(lead: Row) -> str | None:
    leaves_on = lead.get("leaves_band_on")
    if leaves_on is None:
        return None
    left = count((leaves_on - lead["as_of_date"]).days, "day")
    return f"If nothing happens it leaves band {lead['engagement_band']} on {day(leaves_on)}, in {left}."


def chance(lead: Row, share: Callable[[Decimal], str]) -> str | None:
    """How likely the lead is to convert, or that it is not told any more; nothing where no calibration was made.

    share: a share of 0 to 1 as this reader has it.
    """
    if lead.get("conversion_probability") is not None:
        likely, low, high = (share(lead[f"conversion_probability{end}"]) for end in ("", "_low", "_high"))
        return f"{likely} of leads with such a score convert ({low} to {high}): {words(lead['conversion_id'])}"
    if lead.get("no_probability_reason") == "drift":
        return "no probability is told, for later months did not keep what was promised"
    return None


def movements(explanation: Explanation) -> list[str]:
    """One sentence for each earlier date since which the score moved: the parts sum to the difference."""
    return [_movement(row) for row in explanation.changes]


def _movement(row: Row) -> str:
    parts = [f"{words(cause)} {_cents(row[cause])}" for cause in CAUSES if row[cause]]
    return f"Since {day(row['from_date'])} by {_cents(row['difference'])}: {', '.join(parts)}."


def _cents(value: Decimal) -> str:
    return f"{value:+.2f}"


def funnel_line(explanation: Explanation) -> list[tuple[str, str]]:
    """Stage, since when and why, and what became of the hand-over; no line when the funnel was not built."""
    stay, hand_over = explanation.stay, explanation.hand_over
    if stay is None:
        return []
    why = f": {stay['entry_reason']}" if stay["entry_reason"] else ""
    lines = [("Funnel", f"{words(stay['stage'])} since {day(stay['entered_on'])}{why}")]
    if hand_over is not None:
        due = f", due {hand_over['due_at']:%Y-%m-%d %H:%M} UTC" if hand_over["due_at"] else ""
        said = SLA.get(str(hand_over["status"]), "the answer is open")
        lines.append(("Hand-over", f"{day(hand_over['entered_on'])}{due}: {said}"))
    return lines
