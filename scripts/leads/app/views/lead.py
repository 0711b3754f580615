"""Lead: why this score, what moved it, what would lift it, when it goes cold, and what the lead did."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from leads.app.charts import show_chart, waterfall
from leads.app.ledger_steps import ledger_steps
from leads.app.served import opened
from leads.app.statements import statements
from leads.app.tables import Column, download, show_pages, show_table
from leads.app.url import asked, link, remember
from leads.app.views.lead_history import show_history
from leads.app.views.words import entry_words, event_words, stage_words
from leads.app.visit import Visit, literal
from leads.base.console import words
from leads.base.errors import LeadsError
from leads.base.marts import Row
from leads.explain.explanation import Explanation, read_explanation
from leads.explain.outlook import chance, funnel_line, movements, outlook

DIMENSIONS = {"engagement": "Engagement", "fit": "Fit"}


def show(visit: Visit) -> None:
    """The lead that the address names, or the search for one."""
    lead_id = asked("lead")
    text = _search(lead_id)
    if text and text != lead_id:
        _found(visit, text)
        return
    if not lead_id:
        visit.head("Find a lead", "By its id, its company" + (", its name or address." if visit.is_personal else "."))
        visit.nothing("No lead is chosen.", "Type a part of an id or a company above, or open one from Today.")
        return
    try:
        explanation = _explained(str(visit.served.path), lead_id)
    except LeadsError as error:
        visit.head("No such lead")
        st.warning(literal(error))
        return
    _lead(visit, explanation)


def _search(lead_id: str | None) -> str | None:
    text = st.text_input("Search", value=asked("q") or lead_id or "", max_chars=200, type="search", width=420)
    wanted = "".join(char for char in (text or "") if char.isprintable()).strip()
    remember(q=wanted if wanted != lead_id else None)
    return wanted or None


def _found(visit: Visit, text: str) -> None:
    visit.head(f"Leads with “{literal(text)}”")
    query = statements("lead")["search_people" if visit.is_personal else "search_ids"]
    columns = [
        Column("lead_id", "Lead", link=lambda row: link("lead", lead=row["lead_id"])),
        Column("full_name", "Name"),
        Column("account_name", "Company"),
        Column("lead_score", "Score", visit.formats.points, is_number=True),
        Column("fit_grade", "Grade"),
        Column("engagement_band", "Band", is_number=True),
        Column("segment", "Segment", words),
    ]
    empty = ("Nothing holds this text.", "Check the spelling, or try a shorter part of it.")
    show_pages(visit, "Leads found", query, columns, "found", empty, text=text)


@st.cache_data(max_entries=200, show_spinner=False)
def _explained(path: str, lead_id: str) -> Explanation:
    with opened(Path(path)) as con:
        explanation = read_explanation(con, lead_id)
    if explanation.stay:
        explanation.stay.setdefault("entry_reason", None)  # not in the file without personal data
    return explanation


def _lead(visit: Visit, explanation: Explanation) -> None:
    lead = explanation.lead
    score = visit.formats.points(lead["lead_score"])
    name = lead["lead_id"] if visit.is_personal else lead["lead_id"][:12]
    scored = f"scores {score} of 100" if lead["lead_score"] is not None else "is not scored"
    likely = chance(lead, lambda share: visit.formats.share(share, 1))
    visit.head(f"{literal(name)} {scored}", _combined(visit, explanation) + (f" Chance: {likely}." if likely else ""))
    _facts(visit, explanation)
    left, right = st.columns([3, 2], gap="large")
    with left:
        for dimension in DIMENSIONS:
            _ledger(visit, explanation, dimension)
    with right:
        _words(visit, explanation)
    show_history(visit, explanation)
    _timeline(visit, str(lead["lead_id"]))


def _combined(visit: Visit, explanation: Explanation) -> str:
    lead = explanation.lead
    if lead["lead_score"] is None:
        kept = (
            f" For reference only: it would score {visit.formats.points(lead['shadow_score'])}."
            if lead["shadow_score"]
            else ""
        )
        return f"Not scored: {words(lead['not_scored_reason'])}.{kept}"
    if explanation.fit_weight is None:
        return "Fit and engagement together give the score."
    how = "added" if explanation.is_additive else "multiplied (geometric mean)"
    return f"Fit and engagement are {how}; fit weighs {visit.formats.share(explanation.fit_weight)}."


def _facts(visit: Visit, explanation: Explanation) -> None:
    """The lead in eight figures, and who it is where this reader may know."""
    lead, shown = explanation.lead, visit.formats
    stay = explanation.stay or {}
    facts = [
        (
            "Engagement",
            shown.points(lead["engagement_score"]),
            f"band {lead['engagement_band'] or '-'}, {words(lead['trend'])}",
        ),
        (
            "Fit",
            shown.points(lead["fit_score"]),
            f"grade {lead['fit_grade'] or '-'}, {shown.share(lead['fit_completeness'])} known",
        ),
        ("Stage", stage_words(stay.get("stage")), f"since {shown.day(stay.get('entered_on'))}"),
        ("Segment", words(lead["segment"]).capitalize(), words(lead["lifecycle_stage"])),
        ("Last engaged", shown.moment(lead["last_engaged_at"]), ""),
    ]
    if visit.is_personal:
        facts += _person(visit, lead)
    if lead["account_id"]:
        accounts = visit.served.rows("lead", "account", account=lead["account_id"])
        facts += [("Company", row["account_name"] or row["account_id"], "") for row in accounts]
    cells = "".join(
        f"<div><dt>{escape(a)}</dt><dd>{escape(b)}<small>{escape(c)}</small></dd></div>" for a, b, c in facts if b
    )
    st.html(f'<dl class="facts">{cells}</dl>')
    st.html(f'<p class="do"><strong>Do next:</strong> {escape(words(lead["recommended_action"]))}</p>')


def _person(visit: Visit, lead: Row) -> list[tuple[str, str, str]]:
    found = visit.served.rows("lead", "person", lead=lead["lead_id"], today=visit.served.as_of_date)
    return [
        ("Who", row["full_name"] or "", ", ".join(filter(None, (row["job_title"], row["email"], row["phone"]))))
        for row in found
    ]


def _ledger(visit: Visit, explanation: Explanation, dimension: str) -> None:
    lead = explanation.lead
    steps = ledger_steps(explanation, dimension, lambda row: entry_words(visit, row))
    score = visit.formats.points(lead[f"{dimension}_score"])
    visit.section(f"{DIMENSIONS[dimension]} {score}: the bars sum to it", "lead_score_ledger")
    if len(steps) == 1:
        visit.nothing("Nothing gives or takes points yet.", "Rules says what would.")
        return
    signs = [visit.formats.points(step["points"], signed=step["kind"] != "total") for step in steps]
    shown = [
        step | {"place": place, "told": points, "line": f"{points}  {step['label']}"}
        for place, (step, points) in enumerate(zip(steps, signs, strict=True))
    ]
    ends = [float(step["end"]) for step in steps]
    told = f"{dimension} score {score}: " + "; ".join(str(step["line"]) for step in shown)
    show_chart(waterfall(shown, min(ends), max([*ends, 10.0])), told, key=f"waterfall_{dimension}")
    query = statements("lead")["ledger"]
    if dimension == "fit":
        with st.expander("The ledger as a table"):
            columns = [
                Column("dimension"),
                Column("entry_id", "Rule, attribute or limit", words),
                Column("reason"),
                Column("raw_points", "When new", visit.formats.points, is_number=True),
                Column("contribution", "Today", lambda value: visit.formats.number(value, 6), is_number=True),
                Column("last_activity_on", "Last on"),
            ]
            show_table(visit, "Every row of the ledger", visit.served.ask(query, lead=lead["lead_id"]), columns)
            download(visit, f"ledger {lead['lead_id'][:40]}", query, "ledger", lead=lead["lead_id"])


def _words(visit: Visit, explanation: Explanation) -> None:
    """Reasons, what would change the score and what moved it, in the words of `leads explain`."""
    lead = explanation.lead
    for title, name in (("What speaks for it", "top_reason"), ("What holds it back", "top_concern")):
        told = [lead[f"{name}_{n}"] for n in (1, 2, 3) if lead.get(f"{name}_{n}")]
        _sentences(visit, title, told, "lead_scores")
    _sentences(
        visit, "What would lift it, and when it goes cold", outlook(lead) or [_never_cold(visit, lead)], "going_cold"
    )
    _sentences(visit, "Why it moved", movements(explanation), "lead_score_changes")
    _sentences(
        visit, "Where it stands", [f"{name}: {line}" for name, line in funnel_line(explanation)], "lead_stage_history"
    )


def _never_cold(visit: Visit, lead: Row) -> str:
    if lead["engagement_band"] is None:
        return "Without a score it is in no band."
    found = visit.served.rows("lead", "cold", lead=lead["lead_id"])
    until = f" up to {visit.formats.day(found[0]['looked_ahead_to'])}" if found else ""
    return f"It stays in band {lead['engagement_band']}{until} if nothing happens."


def _sentences(visit: Visit, title: str, sentences: list[str], table: str) -> None:
    if sentences:
        visit.section(title, table)
        st.html("<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>")


def _timeline(visit: Visit, lead_id: str) -> None:
    visit.section("What it did", "engagement_counts_daily", "lead_stage_history")
    show_pages(
        visit,
        "Timeline, the newest first",
        statements("lead")["timeline"],
        [
            Column("happened_on", "On"),
            Column("what", "It", told=lambda row: _happened(visit, row)),
            Column("times", "Times", is_number=True),
        ],
        "past",
        ("It has done nothing yet.", "Its first visit, opening or order will stand here."),
        size=15,
        lead=lead_id,
    )


def _happened(visit: Visit, row: Row) -> str:
    if row["kind"] == "became":
        return f"became {stage_words(row['what'])}"
    return event_words(visit, row["what"])
