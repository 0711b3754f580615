"""The screen of `leads explain`: a header, fit, engagement by group, corrections, reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.markup import escape

from leads.base.console import day, points, table, titled, words
from leads.base.marts import Row
from leads.explain.explanation import Explanation, kind_of, total
from leads.explain.outlook import chance, funnel_line, movements, outlook

GRADES = {"A": "an excellent match", "B": "a good match", "C": "a partial match", "D": "a poor match"}
GRADES["?"] = "too little known to say"
BANDS = {1: "very active", 2: "active", 3: "a little active", 4: "hardly active"}
TRENDS = {"improving": "rising since last week", "declining": "falling since last week", "steady": "steady"}
NOT_SCORED = {"no_active_model": "no active model covers its audience"}
VERDICTS = {"not_met": "no sign", "unknown": "not known", "not_applicable": "does not apply"}
UNITS = {"km": "km", "m2": "m²", "days": "days"}


def show(out: Console, explanation: Explanation) -> None:
    """Print the explanation of one lead."""
    _show_header(out, explanation)
    if explanation.lead["model_id"] is None:
        return
    _show_reasons(out, explanation.lead)
    _show_sentences(out, "What would change it", outlook(explanation.lead))
    _show_sentences(out, "Why it moved", movements(explanation))
    _show_fit(out, explanation)
    _show_engagement(out, explanation)
    out.print("\nShown with one decimal; the parts sum exactly before rounding.", style="dim")
    for dimension in explanation.disagreements():
        out.print(
            f"\nThe {dimension} points above do not sum to the {dimension} score; run `leads build`.", style="red"
        )


def _show_header(out: Console, explanation: Explanation) -> None:
    lead = explanation.lead
    known = f"; {lead['fit_completeness'] * 100:.0f} % known" if lead["fit_completeness"] is not None else ""
    band, grade = lead["engagement_band"], lead["fit_grade"]
    title = f"Lead {lead['lead_id']}, {lead['audience'] or '-'}, as of {day(lead['as_of_date'])}"
    out.print(title, style="bold", markup=False)
    if lead["lead_score"] is None:
        kept = f" For reference only: it would score {points(lead['shadow_score'])}." if lead["shadow_score"] else ""
        reason = str(lead["not_scored_reason"])
        out.print(f"  This lead is not scored: {escape(NOT_SCORED.get(reason, words(reason)))}.{kept}")
    likely = chance(lead, lambda share: f"{share * 100:.1f} %")
    lines = (
        ("Lead score", _lead_score(lead)),
        *_combined(explanation),
        *([("Chance", likely)] if likely else []),
        ("Fit", f"{points(lead['fit_score'])}, grade {grade}: {GRADES.get(grade, grade)}{known}" if grade else "-"),
        ("Engagement", f"{points(lead['engagement_score'])}, band {band}: {BANDS.get(band, band)}" if band else "-"),
        ("Trend", _trend(lead)),
        ("Last engaged", day(lead["last_engaged_at"])),
        ("Lifecycle", words(lead["lifecycle_stage"])),
        *funnel_line(explanation),
        ("Segment", words(lead["segment"])),
        ("Do next", words(lead["recommended_action"])),
    )
    for name, value in lines:
        out.print(f"  [b]{name:<13}[/b] {escape(value)}")


def _lead_score(lead: Row) -> str:
    if lead["lead_score"] is None:
        return "-" if lead["model_id"] is None else "none"
    unknown = "; too little is known of the profile" if lead["fit_grade"] == "?" else ""
    return f"{points(lead['lead_score'])} of 100{unknown}"


def _combined(explanation: Explanation) -> list[tuple[str, str]]:
    """The line under the lead score; none without a score or when the weight is not known."""
    if explanation.lead["lead_score"] is None or explanation.fit_weight is None:
        return []
    weight = f"{float(explanation.fit_weight * 100):g} %"
    how = "added" if explanation.is_additive else "multiplied (geometric mean)"
    return [("", f"fit and engagement {how}, fit weighs {weight}")]


def _trend(lead: Row) -> str:
    if lead["engagement_score"] is None:
        return "-"
    week, month, now = (points(lead[f"engagement_{when}"]) for when in ("7d_ago", "30d_ago", "score"))
    before = f"; 30 days ago {month}" if lead["engagement_30d_ago"] is not None else ""
    trend = TRENDS.get(str(lead["trend"]))
    return f"{trend} ({week} to {now}{before})" if trend else "no score of a week ago"


def _show_reasons(out: Console, lead: Row) -> None:
    for title, name in (("What speaks for it", "top_reason"), ("What holds it back", "top_concern")):
        _show_sentences(out, title, [lead[f"{name}_{rank}"] for rank in (1, 2, 3) if lead[f"{name}_{rank}"]])


def _show_sentences(out: Console, title: str, sentences: Sequence[str]) -> None:
    if sentences:
        out.print(f"\n[b]{title}[/b]")
    for sentence in sentences:
        out.print(f"  - {escape(sentence)}")


def _show_fit(out: Console, explanation: Explanation) -> None:
    rows = table(["attribute", "value", "verdict"], ["points", "at most"])
    for row in sorted(explanation.entries("fit", "attribute"), key=lambda row: row["status"] == "unknown"):
        most = points(row["factor"] * 100) if row["factor"] is not None else "-"
        cells = (_attribute(str(row["entry_id"])), escape(_value(row["attribute_value"])), _verdict(row))
        dim = "dim" if row["status"] == "unknown" else None
        rows.add_row(*cells, points(row["contribution"], signed=True), most, style=dim)
    for row in explanation.corrections("fit"):
        rows.add_row(_in_words(row), "", "", points(row["contribution"], signed=True), "")
    rows.add_section()
    rows.add_row("[b]Fit score[/b]", "", "", f"[b]{points(explanation.total('fit'))}[/b]", "")
    titled(out, "Fit: what is known", rows)


def _attribute(name: str) -> str:
    """The attribute in words, its unit in brackets: `distance_km` becomes `distance (km)`."""
    what, _, unit = name.rpartition("_")
    return f"{words(what)} ({UNITS[unit]})" if what and unit in UNITS else words(name)


def _value(value: str | None) -> str:
    """The value as the source has it; 1234567.00 as 1,234,567. Without a point it may be a postal code or a year."""
    number = re.fullmatch(r"(-?[1-9]\d{3,})(?:\.0*|(\.\d*[1-9])0*)", value or "")
    return f"{int(number[1]):,}{number[2] or ''}" if number else value or "-"


def _verdict(row: Row) -> str:
    """Whether the value speaks for the lead: by its points and the most it could give, both as shown."""
    if row["status"] != "met":
        return VERDICTS.get(str(row["status"]), words(row["status"]))
    given, most = (float(points(value)) for value in (row["contribution"], (row["factor"] or Decimal(0)) * 100))
    if given <= 0:
        return "speaks against" if given < 0 else "no points"
    return "matches" if given >= most else "partly"


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
    return escape(f"correction by {told}" if kind_of(row) == "override" else told)
