"""People: who buys and who does not, how sure that is; companies with their buying groups."""

from __future__ import annotations

import altair as alt
import streamlit as st

from leads.app.charts import BLUE, GREY, ink, show_chart, tall, values
from leads.app.formats import title
from leads.app.statements import statements
from leads.app.tables import Column, show_pages
from leads.app.url import asked, asked_of, link, remember
from leads.app.visit import Visit, literal
from leads.base.console import words

MOST = 25


def show(visit: Visit) -> None:
    """One trait at a time with its interval; then the traits that tell most; then accounts."""
    totals = visit.served.row("people", "totals")
    visit.head(f"{visit.formats.number(totals['supported'])} traits with enough leads to say who buys")
    if totals["traits"]:
        _traits(visit)
    else:
        visit.nothing("Nobody has bought yet.", "Load won `opportunities` or `orders`, then build and publish.")
    _accounts(visit)


def _traits(visit: Visit) -> None:
    found = {row["audience"]: row["dimensions"] for row in visit.served.rows("people", "audiences")}
    left, right = st.columns(2)
    audiences = list(found)
    at = asked_of("audience", audiences) or audiences[0]
    with left:
        audience = st.selectbox("Audience", audiences, index=audiences.index(at))
    dimensions = [name for name in found[audience] if name != "audience"] or list(found[audience])
    wanted = asked_of("trait", dimensions) or dimensions[0]
    with right:
        dimension = st.selectbox("Trait", dimensions, index=dimensions.index(wanted), format_func=_trait)
    remember(audience=audience, trait=dimension)
    rows = visit.served.rows("people", "traits", audience=audience, dimension=dimension)
    visit.section(
        f"Share that bought, by {_trait(dimension).lower()}",
        "personas",
        sentence="Lines are 95 % intervals; grey: too few leads to say.",
    )
    shown = [row | {"name": f"{words(row['value'])} ({visit.formats.number(row['leads'])})"} for row in rows[:MOST]]
    base = alt.Chart(values(shown), height=tall(len(shown))).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=190))
    )
    hue = alt.condition("datum.is_supported", alt.value(BLUE), alt.value(GREY))
    axis = alt.Axis(format=".0%", tickCount=5)
    spans = base.mark_rule(strokeWidth=3).encode(
        x=alt.X("conversion_low:Q", title="share that bought", axis=axis), x2="conversion_high:Q", color=hue
    )
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(x="conversion_rate:Q", color=hue)
    labels = base.mark_text(align="left", dx=8, dy=-9, color=ink()).encode(
        x="conversion_rate:Q", text=alt.Text("conversion_rate:Q", format=".0%")
    )
    show_chart(spans + dots + labels, f"Share that bought by {dimension}", key="traits")
    share = visit.formats.share
    columns = [
        Column(
            "dimension",
            "Trait",
            words,
            link=lambda row: link("people", audience=row["audience"], trait=row["dimension"]),
        ),
        Column("value", "Value", words),
        Column("leads", is_number=True),
        Column("buyers", is_number=True),
        Column("conversion_rate", "Bought", lambda value: share(value, 1), is_number=True),
        Column("conversion_low", "At least", lambda value: share(value, 1), is_number=True),
        Column("conversion_high", "At most", lambda value: share(value, 1), is_number=True),
        Column("lift", "Lift", lambda value: visit.formats.number(value, 2), is_number=True),
    ]
    visit.section("The traits that tell most", "personas")
    empty = ("No trait has enough leads yet.", "`personas_min_leads` in dbt_project.yml says how many are enough.")
    show_pages(
        visit,
        "Traits by lift",
        statements("people")["strongest"],
        columns,
        "trait_page",
        empty,
        size=10,
        audience=audience,
    )


def _accounts(visit: Visit) -> None:
    account = asked("account")
    if account:
        _members(visit, account)
    visit.section("Companies and their buying groups", "account_scores", "account_score_ledger")
    columns = [
        Column("account_rank", "Rank", is_number=True),
        Column(
            "account_name",
            "Company",
            told=lambda row: row["account_name"] or row["account_id"],
            link=lambda row: link("people", account=row["account_id"]),
        ),
        Column("account_score", "Score", visit.formats.points, is_number=True),
        Column("best_grade", "Best grade"),
        Column("is_mqa", "Qualified"),
        Column(
            "engaged_members",
            "Engaged",
            told=lambda row: f"{row['engaged_members']} of {row['member_count']}",
            is_number=True,
        ),
        Column("covered_roles", "Roles there"),
        Column("missing_roles", "Roles missing"),
        Column("mqa_reason", "Why"),
    ]
    empty = ("No company has a lead yet.", "Map `account_id` of leads and load `accounts` (docs/loading.md).")
    show_pages(visit, "Companies by score", statements("people")["accounts"], columns, "company", empty, size=15)


def _members(visit: Visit, account: str) -> None:
    visit.section(f"Who is known at {literal(account)}", "account_score_ledger")
    columns = [
        Column("member_rank", "Rank", is_number=True),
        Column("lead_id", "Lead", link=lambda row: link("lead", lead=row["lead_id"])),
        Column("fit_grade", "Grade"),
        Column("engagement_band", "Band", is_number=True),
        Column("raw_points", "Lead score", visit.formats.points, is_number=True),
        Column("contribution", "Gives the company", visit.formats.points, is_number=True),
    ]
    empty = ("This company has no scored lead.", "Choose one from the list below.")
    show_pages(
        visit, "Leads of the company", statements("people")["members"], columns, "member", empty, account=account
    )


def _trait(dimension: str) -> str:
    """A dimension in words: `attribute:annual_revenue` becomes `Annual revenue`."""
    return title(dimension.rpartition(":")[2])
