"""The metrics of models/metrics by hand: for each a query on what the marts are made of, as somebody would write it who has only
read what the metric means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

WEEK = "date_trunc('week', {})::date"
TOUCHES = "intermediate.int_lead_sources"
HANDED = (
    "(select s.lead_id, min(s.entered_on) as day from intermediate.int_stage_history s join rules.funnel_stages f using (stage)"
    " where f.is_hand_over group by 1)"
)
QUALIFIED = "(select lead_id, min(entered_on) as day from intermediate.int_stage_history where entry_signal = 'qualified' group by 1)"
WON = (
    "(select s.lead_id, min(s.entered_on) as day from intermediate.int_stage_history s join rules.funnel_stages f using (stage)"
    " where f.kind = 'won' group by 1)"
)
BEGUN = "(select lead_id, min_by(entered_on, stay_no) as day from intermediate.int_stage_history group by 1)"
ORDERS = (
    "(select known.lead_id, o.order_id, o.amount, o.ordered_at::date as day from intermediate.int_orders_resolved o"
    " join intermediate.int_leads_known known using (lead_key)"
    " where o.is_purchase and known.known_on = (select max(as_of_date) from marts.lead_scores))"
)
ANSWERS = (
    "(select h.lead_id, h.cycle_no, h.entered_on, h.started_at, r.first_response_at from intermediate.int_hand_overs h"
    " join intermediate.int_hand_over_responses r using (lead_id, cycle_no))"
)
DAYS = "case when first_response_at < started_at then 0 else round(date_diff('second', started_at, first_response_at) / 86400, 6) end"
FIRSTS = "(select lead_id, stage, min(stay_no) as stay_no, min_by(entered_on, stay_no) as day from intermediate.int_stage_history group by 1, 2)"
# A lead went on when it later had a stay in a stage of higher position, begun after the first stay in this one.
ONWARD = (
    f"(select a.lead_id, a.stage, a.day, f.position < (select max(position) from rules.funnel_stages) as can_go_on,"
    " exists (select 1 from intermediate.int_stage_conversions c"
    "   where c.lead_id = a.lead_id and c.stage = a.stage and c.later_kind <> 'exit') as went_on"
    f" from {FIRSTS} a join rules.funnel_stages f using (stage))"
)


def comparable(rows: Iterable[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    """Rows in one order, times as days, numbers to the sixth place."""
    return sorted(tuple(_plain(value) for value in row) for row in rows)


def _plain(value: Any) -> str:
    if value is None or isinstance(value, str):
        return str(value)
    return f"{value:.6f}" if isinstance(value, int | float | Decimal) else str(value).removesuffix(" 00:00:00")


def of_leads(relation: str, cut: str) -> str:
    return f"select {cut}, count(*) from {relation} x join {TOUCHES} t using (lead_id) join marts.lead_scores s using (lead_id) group by all"


def cohort(relation: str, cut: str, counted: str) -> str:
    return (
        f"select {cut}, {counted} from {BEGUN} b left join {relation} x using (lead_id) join {TOUCHES} t using (lead_id)"
        " join marts.lead_scores s using (lead_id) group by all"
    )


SHARE = "count(x.lead_id) / count(*)"
REVENUE = f"{ORDERS} x join {TOUCHES} t using (lead_id) join marts.lead_scores s using (lead_id)"
SALES = f"{ANSWERS} x join {TOUCHES} t using (lead_id) join marts.lead_scores s using (lead_id)"
STAGED = f"{ONWARD} x join {TOUCHES} t using (lead_id) join marts.lead_scores s using (lead_id)"
BEGAN = WEEK.format("b.day")
WEEKLY = WEEK.format("x.day")
WHO = "t.source, t.campaign"
STATE = "s.audience, s.fit_grade, s.engagement_band"
BY_WHO = ("lead__source", "lead__campaign")
BY_STATE = ("lead__audience", "lead__fit_grade", "lead__engagement_band")
BY_ORIGIN = ("origin__source", "origin__campaign")
BY_WEEK = ("metric_time__week",)
BY_PAIR = ("conversion__stage", "conversion__later_stage")
COST = "(select source, campaign, sum(amount) as amount from intermediate.int_campaign_costs_counted group by 1, 2) c"


def cost_per(relation: str) -> str:
    """Costs of an origin by its leads; an origin without either has no ratio."""
    return (
        "select coalesce(c.source, l.source), coalesce(c.campaign, l.campaign), c.amount::double / l.leads"
        f" from {COST} full join (select source, campaign, count(*) as leads from {relation} x join {TOUCHES} t using (lead_id) group by 1, 2) l"
        " using (source, campaign)"
    )


def weekly_cost_per(relation: str) -> str:
    return (
        f"select week, c.amount::double / l.leads from (select {WEEK.format('cost_date')} as week, sum(amount) as amount"
        f" from intermediate.int_campaign_costs_counted group by 1) c full join (select {WEEKLY} as week, count(*) as leads"
        f" from {relation} x group by 1) l using (week)"
    )


# What is asked of MetricFlow (metric, cuts) and the query by hand whose rows it must give, the metric last.
CASES: list[tuple[str, Sequence[str], str]] = [
    ("leads", (), "select count(*) from marts.lead_scores"),
    ("leads", BY_WHO, of_leads(BEGUN, WHO)),
    ("leads", BY_STATE, of_leads(BEGUN, STATE)),
    ("leads", BY_WEEK, f"select {WEEKLY}, count(*) from {BEGUN} x group by 1"),
    ("mqls", BY_WEEK, f"select {WEEKLY}, count(*) from {HANDED} x group by 1"),
    ("mqls", BY_ORIGIN, of_leads(HANDED, WHO)),
    ("mqls", BY_STATE, of_leads(HANDED, STATE)),
    ("sqls", BY_WHO, of_leads(QUALIFIED, WHO)),
    ("sqls", BY_WEEK, f"select {WEEKLY}, count(*) from {QUALIFIED} x group by 1"),
    ("customers", BY_WHO, of_leads(WON, WHO)),
    ("customers", BY_WEEK, f"select {WEEKLY}, count(*) from {WON} x group by 1"),
    ("cohort_mqls", BY_WEEK, cohort(HANDED, BEGAN, "count(x.lead_id)")),
    ("cohort_sqls", BY_WEEK, cohort(QUALIFIED, BEGAN, "count(x.lead_id)")),
    ("cohort_customers", BY_STATE, cohort(WON, STATE, "count(x.lead_id)")),
    ("mql_rate", (), f"select {SHARE} from {BEGUN} b left join {HANDED} x using (lead_id)"),
    ("mql_rate", BY_WHO, cohort(HANDED, WHO, SHARE)),
    ("mql_rate", BY_STATE, cohort(HANDED, STATE, SHARE)),
    ("mql_rate", BY_WEEK, cohort(HANDED, BEGAN, SHARE)),
    ("sql_rate", BY_WHO, cohort(QUALIFIED, WHO, SHARE)),
    ("customer_rate", BY_WEEK, cohort(WON, BEGAN, SHARE)),
    ("scored_leads", BY_STATE, f"select {STATE}, count(lead_score) from marts.lead_scores s group by all"),
    ("average_score", (), "select sum(lead_score) / count(lead_score) from marts.lead_scores"),
    ("average_score", BY_STATE, f"select {STATE}, avg(lead_score) from marts.lead_scores s group by all"),
    (
        "average_score",
        BY_WHO,
        f"select {WHO}, avg(lead_score) from marts.lead_scores s join {TOUCHES} t using (lead_id) group by all",
    ),
    ("average_fit", BY_STATE, f"select {STATE}, avg(fit_score) from marts.lead_scores s group by all"),
    ("average_engagement", BY_STATE, f"select {STATE}, avg(engagement_score) from marts.lead_scores s group by all"),
    ("stage_leads", ("reached__stage",), f"select stage, count(*) from {FIRSTS} group by 1"),
    (
        "stage_leads_with_a_next",
        ("reached__stage",),
        f"select stage, sum(case when can_go_on then 1 end) from {ONWARD} group by 1",
    ),
    (
        "stage_converted_leads",
        ("reached__stage",),
        f"select stage, sum(case when can_go_on then went_on::int end) from {ONWARD} group by 1",
    ),
    (
        "stage_conversion_rate",
        ("reached__stage",),
        "select stage, conversion_rate from marts.funnel_daily where counted_on = as_of_date and reached_leads > 0",
    ),
    (
        "stage_conversion_rate",
        ("reached__stage", *BY_WHO),
        f"select stage, {WHO}, avg(case when can_go_on then went_on::int end) from {STAGED} group by all",
    ),
    (
        "stage_conversion_rate",
        ("reached__stage", *BY_STATE, *BY_WEEK),
        f"select stage, {STATE}, {WEEKLY}, avg(case when can_go_on then went_on::int end) from {STAGED} group by all",
    ),
    ("pair_leads", BY_PAIR, "select stage, later_stage, leads from marts.funnel_conversion where is_total"),
    (
        "pair_converted_leads",
        BY_PAIR,
        "select stage, later_stage, converted_leads from marts.funnel_conversion where is_total",
    ),
    (
        "pair_conversion_rate",
        BY_PAIR,
        "select stage, later_stage, conversion_rate from marts.funnel_conversion where is_total",
    ),
    (
        "pair_conversion_rate",
        (*BY_PAIR, "conversion__source"),
        "select stage, later_stage, source, conversion_rate from marts.funnel_conversion where not is_total",
    ),
    ("hand_overs", BY_WEEK, f"select {WEEK.format('entered_on')}, count(*) from {ANSWERS} group by 1"),
    ("hand_overs", BY_WHO, f"select {WHO}, count(*) from {SALES} group by all"),
    ("answered_hand_overs", BY_STATE, f"select {STATE}, count(first_response_at) from {SALES} group by all"),
    ("answer_rate", (), f"select count(first_response_at) / count(*) from {ANSWERS}"),
    ("days_to_answer", (), f"select median({DAYS}) from {ANSWERS}"),
    ("days_to_answer", BY_WHO, f"select {WHO}, median({DAYS}) from {SALES} group by all"),
    ("days_to_answer", BY_WEEK, f"select {WEEK.format('entered_on')}, median({DAYS}) from {ANSWERS} group by 1"),
    (
        "business_hours_to_answer",
        ("hand_over__segment",),
        "select segment, median(business_hours_used) filter (first_response_at is not null) from marts.mql_sla group by 1",
    ),
    ("cost_amount", (), "select sum(cost_amount) from marts.source_roi"),
    ("cost_amount", BY_ORIGIN, f"select source, campaign, amount from {COST}"),
    ("cost_per_lead", BY_ORIGIN, cost_per(BEGUN)),
    ("cost_per_mql", (), "select sum(cost_amount)::double / sum(mqls) from marts.source_roi"),
    ("cost_per_mql", BY_ORIGIN, cost_per(HANDED)),
    ("cost_per_mql", BY_WEEK, weekly_cost_per(HANDED)),
    ("revenue", (), "select sum(revenue) from marts.source_roi"),
    ("revenue", BY_WHO, f"select {WHO}, sum(coalesce(amount, 0)) from {REVENUE} group by all"),
    (
        "revenue",
        (*BY_WEEK, *BY_STATE),
        f"select {WEEKLY}, {STATE}, sum(coalesce(amount, 0)) from {REVENUE} group by all",
    ),
    ("purchases", BY_WEEK, f"select {WEEKLY}, count(distinct order_id) from {ORDERS} x group by 1"),
]
