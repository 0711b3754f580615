"""A preview for other programs (JSON) and for a pull request (Markdown)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from leads.base.console import printable
from leads.whatif.answer import Preview
from leads.whatif.reasons import because, by_entry, gain, largest_first, moved_by, per_week_told, standing_elsewhere
from leads.whatif.show import stood


def as_json(found: Preview, problems: Sequence[str]) -> str:
    """All of it: every lead that moves with every cause; gates that were not passed."""
    document = asdict(found) | {"moved_share": found.moved_share, "gates_not_passed": list(problems)}
    return json.dumps(document, indent=2, ensure_ascii=False, default=_plain)


def as_markdown(found: Preview, problems: Sequence[str], leads: int) -> str:
    """A comment for a pull request; of the leads that move the first so many."""
    lines = [f"### What these rules would change, as of {found.as_of_date}", ""]
    if not found.changes:
        return "\n".join([*lines, "Nothing: the rules are those of the last build.", ""])
    lines += [f"**Not passed:** {problem}" for problem in problems]
    lines += ["", *(f"- {_cell(str(change))}" for change in found.changes), ""]
    lines.append(
        f"**{len(found.moves):,} of {found.leads:,} leads move ({found.moved_share:.1%})**: {moved_by(found)}. {found.rescored:,} have another score."
    )
    lines += ["", f"**MQLs a week:** {per_week_told(found)}.", ""]
    differing = standing_elsewhere(found)
    if differing:
        rows = [(row.what, _cell(row.key), row.before, row.after, f"{row.after - row.before:+,}") for row in differing]
        lines += _table(("", "", "before", "after", "more"), rows)
    lines += _folded(
        "MQLs by week", ("week of", "before", "after"), [(w.begins_on, w.before, w.after) for w in found.weeks]
    )
    if found.quality:
        measured = [
            (
                q.conversion,
                f"{q.month:%Y-%m}",
                q.leads,
                *map(_number, (q.auc_before, q.auc_after, q.lift_before, q.lift_after)),
            )
            for q in found.quality
        ]
        heads = ("conversion", "landmarks of", "leads", "AUC before", "after", "lift of 10 % before", "after")
        lines += _folded("How well the score ranks those who converted", heads, measured)
    entries = [
        (dimension, _cell(entry), number, f"{average:+.2f}") for dimension, entry, number, average in by_entry(found)
    ]
    if entries:
        lines += _folded("What moves them", ("", "rule or attribute", "leads", "points on average"), entries)
    if found.moves and leads:
        told = [
            (
                _cell(move.lead_id),
                stood(move.before),
                stood(move.after),
                _number(gain(move), signed=True),
                _cell(because(move, found)),
            )
            for move in largest_first(found)[:leads]
        ]
        title = f"Who moves: {len(told):,} of {len(found.moves):,}, largest change first"
        lines += _folded(title, ("lead", "before", "after", "score", "because"), told)
    return "\n".join([*lines, ""])


def _folded(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    return [f"<details><summary>{title}</summary>", "", *_table(heads, rows), "</details>", ""]


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    shown = [heads, ["---"] * len(heads), *rows]
    return [
        *(f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else str(cell) for cell in row)} |" for row in shown),
        "",
    ]


def _cell(text: str) -> str:
    """Text from outside as it may stand in a comment: no tag, link, mention or end of a cell."""
    plain = printable(text)
    for char in "\\`|<>[]*_@#":
        plain = plain.replace(char, f"&#{ord(char)};")
    return plain


def _number(value: Decimal | None, signed: bool = False) -> str:
    return "-" if value is None else f"{value:+.2f}" if signed else f"{value:.3f}"


def _plain(value: object) -> object:
    """Decimals as numbers, dates in ISO 8601."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else str(value)
