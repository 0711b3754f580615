"""Model: how scores are spread, who is in which cell, what rules touch."""

from __future__ import annotations

from html import escape

import altair as alt
import streamlit as st

from leads.app.charts import BLUE, show_chart, values
from leads.app.statements import statements
from leads.app.tables import Column, show_pages
from leads.app.url import asked_of, link
from leads.app.views.model_quality import show_quality
from leads.app.views.scales import scales_told
from leads.app.visit import Visit, literal
from leads.base.console import words
from leads.base.marts import Row

SHADE = 0.55


def show(visit: Visit) -> None:
    """Distribution, matrix with its leads, coverage, learnt quality."""
    totals = visit.served.row("model", "totals")
    median = visit.formats.points(totals["median_score"])
    visit.head(f"{visit.formats.number(totals['scored'])} leads scored, half of them above {median}")
    if not totals["scored"]:
        visit.nothing("No lead has a score yet.", "Load leads and events, then `leads build` and `leads publish`.")
        return
    _matrix(visit)
    _distribution(visit)
    _coverage(visit)
    show_quality(visit)


def _distribution(visit: Visit) -> None:
    visit.section("How scores are spread", "lead_scores")
    rows = [row | {"score_to": row["score_from"] + 5} for row in visit.served.rows("model", "distribution")]
    chart = (
        alt.Chart(values(rows), height=220)
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X("score_from:Q", title="lead score", bin="binned", scale=alt.Scale(domain=[0, 100])),
            x2="score_to:Q",
            y=alt.Y("leads:Q", title="leads"),
            tooltip=["score_from:Q", "score_to:Q", "leads:Q"],
        )
    )
    told = "; ".join(f"{row['score_from']} to {row['score_to']}: {row['leads']}" for row in rows)
    show_chart(chart, f"Leads by score: {told}", key="distribution")


def _matrix(visit: Visit) -> None:
    """Cells are links, so that keyboards and phones open them as well as a mouse."""
    cells = {(row["fit_grade"], row["engagement_band"]): row["leads"] for row in visit.served.rows("model", "matrix")}
    outcomes = {
        (row["fit_grade"], row["engagement_band"]): row for row in visit.served.rows("model", "matrix_outcomes")
    }
    grades = sorted({grade for grade, _ in cells if grade}, key=lambda grade: (grade == "?", grade))
    bands = sorted({band for _, band in cells if band is not None})
    grade = asked_of("grade", grades)
    band = asked_of("band", [str(band) for band in bands])
    shade = "conversion on landmarks whose days have passed" if outcomes else "number of leads"
    tables = ("lead_scores", "lead_outcomes") if outcomes else ("lead_scores",)
    visit.section("Grade by band", *tables, sentence=f"Shade: {shade}. A cell opens its leads.")
    most = max(cells.values())
    rates = [float(row["conversion_rate"] or 0) for row in outcomes.values()]
    body = ""
    for letter in grades:
        row = ""
        for number in bands:
            leads, outcome = cells.get((letter, number), 0), outcomes.get((letter, number))
            weight = (
                float(outcome["conversion_rate"] or 0) / (max(rates) or 1)
                if outcome
                else 0
                if outcomes
                else leads / most
            )
            row += _cell(visit, letter, number, leads, outcome, weight, (letter, str(number)) == (grade, band))
        body += f'<tr><th scope="row">Grade {escape(letter)}</th>{row}</tr>'
    head = "".join(f'<th scope="col">Band {number}</th>' for number in bands)
    st.html(
        '<div class="scrolled matrix" role="region" tabindex="0" aria-label="Leads by grade and band"><table>'
        f'<caption>Leads by fit grade and engagement band</caption><thead><tr><th scope="col">Fit</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    for sentence in scales_told(visit):
        st.caption(literal(sentence))
    if grade and band:
        _leads(visit, grade, int(band))


def _cell(visit: Visit, grade: str, band: int, leads: int, outcome: Row | None, weight: float, chosen: bool) -> str:
    shown = visit.formats
    share = f"<small>{escape(shown.share(outcome['conversion_rate']))} bought</small>" if outcome else ""
    color = f"background: color-mix(in srgb, #56B4E9 {weight * SHADE:.0%}, transparent)"
    address = escape(link("model", grade=grade, band=band))
    inner = f'<a href="{address}" target="_self" aria-label="{leads} leads of grade {escape(grade)}, band {band}">{shown.number(leads)}{share}</a>'
    return f'<td style="{color}"{" class=chosen" if chosen else ""}>{inner if leads else shown.number(leads)}</td>'


def _leads(visit: Visit, grade: str, band: int) -> None:
    visit.section(f"Grade {grade}, band {band}", "lead_scores")
    shown = visit.formats
    columns = [
        Column("lead_id", "Lead", link=lambda row: link("lead", lead=row["lead_id"])),
        Column("account_name", "Company"),
        Column("lead_score", "Score", shown.points, is_number=True),
        Column("fit_score", "Fit", shown.points, is_number=True),
        Column("engagement_score", "Engagement", shown.points, is_number=True),
        Column("segment", shown=words),
        Column("recommended_action", "Do next", words),
    ]
    empty = ("Nobody is in this cell.", "Choose another one.")
    show_pages(
        visit, "Leads of the cell", statements("model")["cell"], columns, "cell", empty, size=15, grade=grade, band=band
    )


def _coverage(visit: Visit) -> None:
    visit.section(
        "What each rule touches",
        "rule_coverage",
        sentence="A rule with no lead is dead or waits for data; those come first.",
    )
    columns = [
        Column("rule_id", "Rule", words),
        Column("rule_kind", "Kind", words),
        Column("model_id", "Model", words),
        Column("lead_count", "Leads", is_number=True),
        Column("contribution", "Points in all", visit.formats.points, is_number=True),
        Column("why"),
    ]
    empty = ("No rule is in force.", "`leads rules check` says why.")
    show_pages(visit, "Rules and what they move", statements("model")["coverage"], columns, "rule", empty, size=12)
