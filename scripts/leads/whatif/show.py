"""A preview on the screen."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from leads.base.console import count, points, printable, table, titled, words
from leads.whatif.answer import Preview, State
from leads.whatif.reasons import because, by_entry, gain, largest_first, moved_by, per_week_told, standing_elsewhere

MOST_CHANGES = 20


def show(out: Console, found: Preview, leads: int) -> None:
    """Print what would change; of the leads that move the first so many."""
    out.print(f"[b]What these rules would change, as of {found.as_of_date}[/b]")
    if not found.changes:
        out.print("Nothing: the rules are those of the last build.")
        return
    for change in found.changes[:MOST_CHANGES]:
        out.print(f"  {printable(str(change))}", markup=False, soft_wrap=True)
    if len(found.changes) > MOST_CHANGES:
        out.print(f"  and {len(found.changes) - MOST_CHANGES} more")
    out.print(
        f"{count(found.rescored, 'lead')} of {found.leads:,} would have another score, {len(found.moves):,} ({found.moved_share:.1%}) "
        f"would move: {moved_by(found)}."
    )
    _counts(out, found)
    _weeks(out, found)
    _quality(out, found)
    if not found.moves:
        return
    entries = table(("because of", ""), ("leads", "points on average"))
    for dimension, entry, number, average in by_entry(found)[:MOST_CHANGES]:
        entries.add_row(escape(printable(entry)), dimension, f"{number:,}", points(average, signed=True))
    if entries.row_count:
        titled(out, "What moves them", entries)
    if leads:
        _moves(out, found, leads)


def stood(state: State) -> str:
    """Grade, band, segment and stage in one line."""
    return f"{state.grade or '-'}{state.band or '-'} {words(state.segment)}, {words(state.stage)}"


def _counts(out: Console, found: Preview) -> None:
    shown = table(("", ""), ("before", "after", "more"))
    for row in standing_elsewhere(found):
        shown.add_row(
            row.what, escape(words(row.key)), f"{row.before:,}", f"{row.after:,}", f"{row.after - row.before:+,}"
        )
    if shown.row_count:
        titled(out, "Leads that stand elsewhere", shown)


def _weeks(out: Console, found: Preview) -> None:
    if not any(week.before or week.after for week in found.weeks):
        out.print("\nNo lead was or would be handed over to sales in the last thirteen weeks.")
        return
    shown = table(("week of",), ("before", "after"))
    for week in found.weeks:
        shown.add_row(str(week.begins_on), f"{week.before:,}", f"{week.after:,}")
    titled(out, f"MQLs a week: {per_week_told(found)}", shown)


def _quality(out: Console, found: Preview) -> None:
    if not found.quality:
        return
    shown = table(
        ("conversion", "landmarks of"), ("leads", "AUC", "after", "lift of 10 %", "after", "captured", "after")
    )
    for row in found.quality:
        numbers = (
            *(row.auc_before, row.auc_after, row.lift_before, row.lift_after, row.captured_before, row.captured_after),
        )
        shown.add_row(
            escape(row.conversion),
            f"{row.month:%Y-%m}",
            f"{row.leads:,}",
            *("-" if n is None else f"{n:.3f}" for n in numbers),
        )
    titled(out, "How well the score ranks those who converted", shown)


def _moves(out: Console, found: Preview, leads: int) -> None:
    shown = table(("lead", "before", "after", "because"), ("score", ""))
    for move in largest_first(found)[:leads]:
        shown.add_row(
            escape(printable(move.lead_id)),
            *(escape(stood(state)) for state in (move.before, move.after)),
            escape(printable(because(move, found))),
            points(move.after.lead_score),
            points(gain(move), signed=True),
        )
    titled(out, f"Who moves: {min(leads, len(found.moves)):,} of {len(found.moves):,}, largest change first", shown)
