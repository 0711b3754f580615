"""Return: what a lead, an MQL, an SQL and a customer cost, and what sources and campaigns brought."""

from __future__ import annotations

import altair as alt

from leads.app.charts import BLUE, SKY, VERMILION, ink, show_chart, tall, values
from leads.app.statements import statements
from leads.app.tables import Column, show_pages
from leads.app.url import choose_source
from leads.app.visit import Visit
from leads.base.marts import Row

COSTS = {"cost_per_lead": "lead", "cost_per_mql": "MQL", "cost_per_sql": "SQL", "cost_per_customer": "customer"}
MOST = 12
NAMELESS = "unknown"


def show(visit: Visit) -> None:
    """Costs by step, revenue by source, campaigns one by one."""
    totals = visit.served.row("return", "totals")
    if not totals["leads"] and totals["cost_amount"] is None:
        visit.head("Nothing to set costs against yet")
        visit.nothing(
            "There are neither leads nor costs.", "Load `leads` and `campaign_costs`, then build and publish."
        )
        return
    visit.head(_title(visit, totals))
    sources = visit.served.rows("return", "by_source")
    _costs(visit, sources)
    _revenue(visit, sources)
    _campaigns(visit, [row["source"] for row in sources if row["source"]])


def _title(visit: Visit, totals: Row) -> str:
    shown = visit.formats.number
    brought = (totals["revenue"] or 0) + (totals["won_amount"] or 0)
    cost = (
        f" for {shown(totals['cost_amount'])} of costs"
        if totals["cost_amount"] is not None
        else ", costs are not loaded"
    )
    return f"{shown(totals['customers'])} customers, {shown(brought)} brought in{cost}"


def _costs(visit: Visit, sources: list[Row]) -> None:
    visit.section("What each step costs, by source", "source_roi")
    rows = [
        {"source": row["source"] or NAMELESS, "step": step, "cost": row[name], "told": visit.formats.number(row[name])}
        for row in sources[:MOST]
        for name, step in COSTS.items()
        if row[name]
    ]
    if not rows:
        visit.nothing(
            "No costs are known.", "Load `campaign_costs` with source, campaign, day and amount (docs/loading.md)."
        )
        return
    base = alt.Chart(values(rows)).encode(
        y=alt.Y("source:N", sort=None, title=None, axis=alt.Axis(labelLimit=110)),
        x=alt.X("cost:Q", title="cost (logarithmic)", scale=alt.Scale(type="log")),
    )
    steps = list(COSTS.values())
    dots = base.mark_point(size=110, filled=True).encode(
        color=alt.Color(
            "step:N",
            scale=alt.Scale(domain=steps, range=[SKY, BLUE, VERMILION, ink()]),
            legend=alt.Legend(orient="top", title="cost per"),
        ),
        shape=alt.Shape("step:N", scale=alt.Scale(domain=steps)),
        tooltip=["source:N", "step:N", alt.Tooltip("told:N", title="cost")],
    )
    line = base.mark_line(color=ink(), opacity=0.3).encode(detail="source:N")
    show_chart(
        (line + dots).properties(height=tall(len({row["source"] for row in rows}), 42)),
        "Cost per step by source",
        key="costs",
    )


def _revenue(visit: Visit, sources: list[Row]) -> None:
    visit.section("What each source brought", "source_roi")
    rows = [
        {"source": row["source"] or NAMELESS, "kind": kind, "amount": row[name] or 0}
        for row in sources[:MOST]
        for name, kind in (("revenue", "orders"), ("won_amount", "won deals"))
    ]
    if not any(row["amount"] for row in rows):
        visit.nothing("No revenue is known.", "Load `orders` or won `opportunities` (docs/loading.md).")
        return
    chart = (
        alt.Chart(values(rows), height=tall(len({row["source"] for row in rows}), 34))
        .mark_bar()
        .encode(
            y=alt.Y("source:N", sort=None, title=None, axis=alt.Axis(labelLimit=110)),
            x=alt.X("amount:Q", title="amount"),
            color=alt.Color("kind:N", scale=alt.Scale(range=[BLUE, SKY]), legend=alt.Legend(orient="top", title=None)),
            tooltip=["source:N", "kind:N", alt.Tooltip("amount:Q", format=",.0f")],
        )
    )
    show_chart(chart, "Revenue and won deals by source", key="revenue")


def _campaigns(visit: Visit, sources: list[str]) -> None:
    visit.section("Campaign by campaign", "source_roi")
    source = choose_source(sources)
    shown = visit.formats
    amounts = [
        Column(name, heading, shown.number, is_number=True)
        for name, heading in (
            ("cost_amount", "Cost"),
            ("cost_per_lead", "Per lead"),
            ("cost_per_mql", "Per MQL"),
            ("cost_per_customer", "Per customer"),
            ("revenue", "Revenue"),
            ("won_amount", "Won deals"),
        )
    ]
    columns = [
        Column("source", shown=lambda value: value or NAMELESS),
        Column("campaign", shown=lambda value: value or "none"),
        Column("leads", is_number=True),
        Column("mqls", "MQLs", is_number=True),
        Column("customers", is_number=True),
        *amounts,
        Column("return_on_cost", "Return on cost", shown.share, is_number=True),
        Column("median_days_to_customer", "Median days", lambda value: shown.number(value, 1), is_number=True),
    ]
    empty = ("This source has no campaign.", "Choose another one.")
    show_pages(
        visit, "Costs and return by campaign", statements("return")["by_campaign"], columns, "row", empty, source=source
    )
