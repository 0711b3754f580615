"""The screen of `leads explain`: a header, fit, engagement by group, corrections, reasons."""

from __future__ import annotations

import re

from rich.console import Console
from rich.markup import escape

from leads.console import day, points, table, titled, words
from leads.explanation import Explanation, total
from leads.marts import Row

GRADES = {"A": "an excellent match", "B": "a good match", "C": "a partial match", "D": "a poor match"}
GRADES["?"] = "too little known to say"
BANDS = {1: "very active", 2: "active", 3: "a little active", 4: "hardly active"}
TRENDS = {"improving": "improving", "declining": "declining", "steady": "steady"}
VERDICTS = {
    "met": "matches",
    "not_met": "no sign either way",
    "unknown": "not known",
    "not_applicable": "does not apply",
}


def show(out: Console, explanation: Explanation) -> None:
    """Print the explanation of one lead."""
    _show_header(out, explanation.lead)
    _show_reasons(out, explanation.lead)
    _show_fit(out, explanation)
    _show_engagement(out, explanation)
    out.print("\nShown with one decimal; the parts sum exactly before rounding.", style="dim")
    for dimension in explanation.disagreements():
        out.print(
            f"\nThe {dimension} points above do not sum to the {dimension} score; run `leads build`.", style="red"
        )


def _show_header(out: Console, lead: Row) -> None:
    known = f"{lead['fit_completeness'] * 100:.0f} % known" if lead["fit_completeness"] is not None else ""
    band, grade = lead["engagement_band"], lead["fit_grade"]
    title = f"Lead {lead['lead_id']}, {lead['audience'] or '-'}, as of {day(lead['as_of_date'])}"
    out.print(title, style="bold", markup=False)
    if lead["lead_score"] is None:
        kept = f" For reference only: it would score {points(lead['shadow_score'])}." if lead["shadow_score"] else ""
        out.print(f"  This lead is not scored: {escape(words(lead['not_scored_reason']))}.{kept}")
    lines = (
        ("Lead score", f"{points(lead['lead_score'])} of 100" if lead["lead_score"] is not None else "none"),
        ("Fit", f"{points(lead['fit_score'])}, grade {grade}: {GRADES.get(str(grade), words(grade))}; {known}"),
        ("Engagement", f"{points(lead['engagement_score'])}, band {band}: {BANDS.get(band, words(band))}"),
        ("Trend", _trend(lead)),
        ("Last engaged", day(lead["last_engaged_at"])),
        ("Lifecycle", words(lead["lifecycle_stage"])),
        ("Segment", words(lead["segment"])),
        ("Do next", words(lead["recommended_action"])),
    )
    for name, value in lines:
        out.print(f"  [b]{name:<13}[/b] {escape(value)}")


def _trend(lead: Row) -> str:
    week, month = (points(lead[f"engagement_{days}d_ago"]) for days in (7, 30))
    past = f"7 days ago {week}, 30 days ago {month}, now {points(lead['engagement_score'])}"
    trend = TRENDS.get(str(lead["trend"]))
    return f"{trend} ({past})" if trend else "too new to tell"


def _show_reasons(out: Console, lead: Row) -> None:
    for title, name in (("What speaks for it", "top_reason"), ("What holds it back", "top_concern")):
        reasons = [lead[f"{name}_{rank}"] for rank in (1, 2, 3) if lead[f"{name}_{rank}"]]
        if reasons:
            out.print(f"\n[b]{title}[/b]")
        for reason in reasons:
            out.print(f"  - {escape(reason)}")


def _show_fit(out: Console, explanation: Explanation) -> None:
    rows = table(["attribute", "value", "verdict"], ["points", "at most"])
    for row in sorted(explanation.entries("fit", "attribute"), key=lambda row: row["status"] == "unknown"):
        value = "-" if row["attribute_value"] is None else escape(str(row["attribute_value"]))
        most = points(row["factor"] * 100) if row["factor"] is not None else "-"
        cells = (words(row["entry_id"]), value, VERDICTS.get(str(row["status"]), words(row["status"])))
        dim = "dim" if row["status"] == "unknown" else None
        rows.add_row(*cells, points(row["contribution"], signed=True), most, style=dim)
    for row in explanation.corrections("fit"):
        rows.add_row(_in_words(row), "", "", points(row["contribution"], signed=True), "")
    rows.add_section()
    rows.add_row("[b]Fit score[/b]", "", "", f"[b]{points(explanation.total('fit'))}[/b]", "")
    titled(out, "Fit: what is known", rows)


def _show_engagement(out: Console, explanation: Explanation) -> None:
    lines = table(["what"], ["when new", "today"])
    for group, rows in explanation.groups().items():
        lines.add_row(f"[b]{escape(words(group))}[/b]", "", f"[b]{points(total(rows), signed=True)}[/b]")
        for row in rows:
            when_new = points(row["raw_points"], signed=True) if row["entry_type"] == "rule" else ""
            lines.add_row(f"  {_in_words(row)}", when_new, points(row["contribution"], signed=True))
    for row in explanation.corrections("engagement"):
        lines.add_row(_in_words(row), "", points(row["contribution"], signed=True))
    if not explanation.entries("engagement", "rule", "adjustment", "override"):
        lines.add_row("nothing that earns points yet", "", "")
    lines.add_section()
    lines.add_row("[b]Engagement score[/b]", "", f"[b]{points(explanation.total('engagement'))}[/b]")
    titled(out, "Engagement: what the lead did, and its points when new and today", lines)


def _in_words(row: Row) -> str:
    """The reason the ledger gives, limits without needless decimals, overrides as the corrections they are."""
    told = str(row["reason"] or words(row["entry_id"]))
    if row["entry_type"] == "adjustment":
        told = re.sub(r"(\d)\.0+\b", r"\1", words(told))
    is_correction = row["entry_type"] == "override" and row["entry_id"] not in ("override_cap", "override_floor")
    return escape(f"correction by {told}" if is_correction else told)
