"""How well the active model ranks by other rules: landmarks that were scored, scored again, and measured as a build measures them."""

from __future__ import annotations

from leads.base import sql
from leads.base.marts import read
from leads.whatif.answer import Quality
from leads.whatif.rerun import LEFT, rerun
from leads.whatif.scratch import KEPT, Scratch

DATES = "intermediate.int_score_dates"
GATE = "intermediate.int_gate_dates_asked"
HISTORY, OUTCOMES, QUALITY = "marts.lead_score_history", "marts.lead_outcomes", "marts.model_quality"
# A score on a landmark asks for no gate, and for no stage of a customer's life.
UNASKED = LEFT | {
    *(GATE, "intermediate.int_lead_lifecycle", "intermediate.int_orders_resolved", "intermediate.int_survey_answers"),
}
LANDMARKS = """
    select distinct landmark_on as known_on, true as is_published from {kept}.marts.lead_outcomes
    where is_mature and status = 'active' and landmark_on < $as_of
    union all
    select $as_of::date, true
"""
COMPARED = """
    select
        one.conversion_id as conversion, one.landmark_month as month, one.leads, one.conversions,
        one.auc as auc_before, other.auc as auc_after, one.lift_10 as lift_before, other.lift_10 as lift_after,
        one.captured_share as captured_before, other.captured_share as captured_after
    from {kept}.marts.model_quality as one
    inner join {seen}.marts.model_quality as other
        on one.conversion_id = other.conversion_id and one.landmark_month = other.landmark_month
        and one.ranking_kind = 'active' and other.ranking_kind = 'active'
    order by conversion, month
"""


def quality(place: Scratch, changed: bool) -> tuple[Quality, ...]:
    """The active model before and after, by conversion and month of landmarks; nothing where no outcome stands.

    What a conversion is and which leads converted stays as it is kept. changed: whether any rule did.
    """
    kept, seen = sql.name(KEPT), sql.name(place.seen)
    if not {HISTORY, OUTCOMES, QUALITY} <= place.statements.keys():
        return ()
    if not read(place.con, f"select 1 from {kept}.{QUALITY} where ranking_kind = 'active' limit 1"):
        return ()
    if changed:
        columns = ", ".join(sql.name(column) for column in place.kept_columns[HISTORY])
        dates = LANDMARKS.format(kept=kept).replace("$as_of", f"date '{place.as_of_date}'")
        place.compute(DATES, dates)
        place.compute(GATE, f"select * from {place.of(KEPT, GATE)} where false")
        rerun(place, {DATES: None, GATE: None}, ["intermediate.int_lead_states"], UNASKED | {DATES}, narrows=False)
        place.show("intermediate.int_lead_states")
        place.compute(HISTORY, f"select {columns} from {seen}.intermediate.int_lead_states")
        for table in (OUTCOMES, QUALITY):
            place.compute(table)
    place.show(QUALITY)
    return tuple(Quality(**row) for row in read(place.con, COMPARED.format(kept=kept, seen=seen)))
