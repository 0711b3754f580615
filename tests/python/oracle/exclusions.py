"""Who is not scored, and what to do with a lead: exclusion rules and the priority matrix."""

from __future__ import annotations

from datetime import date

from .attributes import Profile
from .compare import as_text, elements, matches
from .engagement import History
from .rules import Rule, Seeds, by_precedence, whole


def exclusion(
    profile: Profile, history: History, rules: Seeds, on: date, profile_on: date | None = None
) -> Rule | None:
    """The first exclusion rule by precedence that holds, None when none does; on a profile those valid on its day."""
    events = [rule for rule in rules.valid("exclusion_rules", on) if rule.get("match_field") == "event_type"]
    profiles = [
        rule for rule in rules.valid("exclusion_rules", profile_on or on) if rule.get("match_field") != "event_type"
    ]
    for rule in by_precedence([*events, *profiles]):
        if rule.get("match_field") == "event_type":
            excluded = _has_evidence(rule, history, on)
        else:
            excluded = matches(profile.get(rule.get("match_field")), rule.get("operator"), rule.get("value"))
        if excluded:
            return rule
    return None


def _has_evidence(rule: Rule, history: History, on: date) -> bool:
    """At least min_count events on min_days different days within the last window_days days (empty: one, one, ever),
    none of them before the newest event of the types that lift."""
    window_days = whole(rule, "window_days")
    lifting = elements(rule.get("lifted_by"))
    lifted_at = max(
        (event.occurred_at for event in history.events if event.event_type in lifting and event.day <= on), default=None
    )
    days = [
        event.day
        for event in history.events
        if (on - event.day).days >= 0
        and (lifted_at is None or event.occurred_at >= lifted_at)
        and (window_days is None or (on - event.day).days < window_days)
        and matches(event.event_type, rule.get("operator"), rule.get("value"))
    ]
    return len(days) >= _least(rule, "min_count") and len(set(days)) >= _least(rule, "min_days")


def _least(rule: Rule, column: str) -> int:
    least = whole(rule, column)
    return 1 if least is None else least


def matrix_cell(grade: str | None, band: str | None, stage: str | None, rules: Seeds, on: date) -> Rule | None:
    """The cell of the priority matrix for a grade, band and lifecycle stage; an empty list takes all."""
    cells = [
        cell
        for cell in rules.valid("priority_matrix", on)
        if _listed(grade, cell.get("grades"))
        and _listed(band, cell.get("bands"))
        and _listed(stage, cell.get("lifecycle_stages"))
    ]
    return min(cells, key=lambda cell: cell.get("cell_id") or "", default=None)


def _listed(value: str | None, listed: str | None) -> bool:
    return listed is None or (value is not None and as_text(value) in map(as_text, elements(listed)))
