"""Reads the answer: the same question of what is kept and of what other rules make of it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from leads.base import sql
from leads.base.marts import read
from leads.whatif.answer import Cause, Count, Move, State, Week
from leads.whatif.scratch import KEPT, Scratch

STATES = "intermediate.int_lead_states"
STAYS = "intermediate.int_stage_history"
LEDGER = "intermediate.int_ledger_entries"
TARGETS = (STATES, STAYS, LEDGER)

STATE = """
    select
        states.lead_id, states.fit_grade as grade, states.engagement_band as band, states.segment, stays.stage,
        coalesce(stages.is_hand_over, false) as is_mql, states.fit_score, states.engagement_score, states.lead_score
    from {place}.intermediate.int_lead_states as states
    left join {place}.intermediate.int_stage_history as stays on states.lead_id = stays.lead_id and stays.is_current
    left join {place}.rules.funnel_stages as stages on stays.stage = stages.stage
    where states.as_of_date = $as_of
"""
LEDGER_OF = """
    select states.lead_id, entries.dimension, entries.entry_type, entries.entry_id, entries.reason, entries.contribution
    from {place}.intermediate.int_ledger_entries as entries
    inner join {place}.intermediate.int_lead_states as states on entries.lead_key = states.lead_key and states.as_of_date = $as_of
    inner join {place}.intermediate.int_scoring_models as models
        on entries.model_key = models.model_key and states.model_id = models.model_id and models.status = 'active'
        and models.valid_from <= $as_of and models.valid_to > $as_of
"""
COMPARED = """
    create or replace temp table compared as
    select
        coalesce(one.lead_id, other.lead_id) as lead_id,
        struct_pack({columns_one}) as before,
        struct_pack({columns_other}) as after,
        (one.grade, one.band, one.segment, one.stage) is distinct from (other.grade, other.band, other.segment, other.stage)
            as is_moved,
        (one.fit_score, one.engagement_score, one.lead_score)
            is distinct from (other.fit_score, other.engagement_score, other.lead_score) as is_rescored
    from ({one}) as one
    full outer join ({other}) as other on one.lead_id = other.lead_id
"""
CAUSES = """
    with moved as (select lead_id from compared where is_moved),
    one as (from ({one}) where lead_id in (from moved)),
    other as (from ({other}) where lead_id in (from moved))
    select
        coalesce(one.lead_id, other.lead_id) as lead_id,
        coalesce(one.dimension, other.dimension) as dimension,
        coalesce(one.entry_type, other.entry_type) as kind,
        coalesce(one.entry_id, other.entry_id) as entry,
        coalesce(other.reason, one.reason) as reason,
        coalesce(one.contribution, 0)::decimal(18, 6) as before,
        coalesce(other.contribution, 0)::decimal(18, 6) as after
    from one
    full outer join other
        on one.lead_id = other.lead_id and one.dimension = other.dimension and one.entry_type = other.entry_type
        and one.entry_id = other.entry_id
    where coalesce(one.contribution, 0) <> coalesce(other.contribution, 0)
    order by lead_id, abs(after - before) desc, dimension, kind, entry
"""
COUNTS = """
    with places as (
        {places}
        union all
        select 'score', (least(floor(before.lead_score / 10), 9) * 10)::integer::varchar,
            (least(floor(after.lead_score / 10), 9) * 10)::integer::varchar
        from compared
    ),
    counted as (
        select what, one as key, 1 as before, 0 as after from places
        union all
        select what, other, 0, 1 from places
    )
    select what, key, sum(before)::bigint as before, sum(after)::bigint as after from counted where key is not null
    group by what, key order by what, try_cast(key as integer) nulls last, key
"""
HANDED_OVER = """
    select date_trunc('week', stays.entered_on)::date as begins_on, count(*) as entries
    from {place}.intermediate.int_stage_history as stays
    inner join {place}.rules.funnel_stages as stages on stays.stage = stages.stage
    where stages.is_hand_over group by all
"""
WEEK = """
    select weeks.begins_on::date as begins_on, coalesce(one.entries, 0) as before, coalesce(other.entries, 0) as after
    from (
        select unnest(generate_series(
            date_trunc('week', $as_of::date) - interval 12 week, date_trunc('week', $as_of::date), interval 1 week
        )) as begins_on
    ) as weeks
    left join ({one}) as one on weeks.begins_on = one.begins_on
    left join ({other}) as other on weeks.begins_on = other.begins_on
    order by 1
"""
COUNTED = "intermediate.int_sales_capacity"
CAPACITY = """
    select coalesce(
        (
            select max(threshold_value) from {seen}.rules.stage_thresholds
            where threshold_id = 'weekly_capacity' and valid_from <= $as_of and (valid_to is null or $as_of < valid_to)
        ),
        (select weekly_capacity from {kept}.intermediate.int_sales_capacity)
    )::decimal(18, 6) as capacity
"""
FIELDS = tuple(State.__dataclass_fields__)


def compare(place: Scratch) -> tuple[int, int]:
    """Hold every lead's state against the kept one; numbers of leads and of those whose score changes."""
    for table in (*TARGETS, "intermediate.int_scoring_models", "rules.funnel_stages"):
        place.show(table)
    one, other = _both(place, STATE)
    query = COMPARED.format(one=one, other=other, columns_one=_packed("one"), columns_other=_packed("other"))
    place.con.execute(query, {"as_of": place.as_of_date})
    [row] = read(place.con, "select count(*) as leads, count(*) filter (where is_rescored) as rescored from compared")
    return row["leads"], row["rescored"]


def moves(place: Scratch) -> tuple[Move, ...]:
    """The leads that move, each with what its ledger says of it."""
    one, other = _both(place, LEDGER_OF)
    causes: dict[str, list[Cause]] = defaultdict(list)
    for row in read(place.con, CAUSES.format(one=one, other=other), as_of=place.as_of_date):
        causes[row.pop("lead_id")].append(Cause(**row))
    rows = read(place.con, "select lead_id, before, after from compared where is_moved order by lead_id")
    return tuple(
        Move(row["lead_id"], State(**row["before"]), State(**row["after"]), tuple(causes[row["lead_id"]]))
        for row in rows
    )


def counts(place: Scratch) -> tuple[Count, ...]:
    """Leads by grade, band, segment, stage, and by ten points of their score."""
    places = " union all ".join(
        f"select {sql.text(what)} as what, before.{what}::varchar as one, after.{what}::varchar as other from compared"
        for what in ("grade", "band", "segment", "stage")
    )
    return tuple(Count(**row) for row in read(place.con, COUNTS.format(places=places)))


def weeks(place: Scratch) -> tuple[Week, ...]:
    """Hand-overs of the last thirteen weeks."""
    one, other = _both(place, HANDED_OVER)
    return tuple(Week(**row) for row in read(place.con, WEEK.format(one=one, other=other), as_of=place.as_of_date))


def capacity(place: Scratch) -> Decimal | None:
    """Leads that sales takes a week: as the tried rules say, else as the last build counted it."""
    if COUNTED not in place.kept_columns:
        return None
    place.show("rules.stage_thresholds")
    found = read(place.con, CAPACITY.format(kept=sql.name(KEPT), seen=sql.name(place.seen)), as_of=place.as_of_date)
    return found[0]["capacity"] if found else None


def _both(place: Scratch, query: str) -> tuple[str, str]:
    return query.format(place=sql.name(KEPT)), query.format(place=sql.name(place.seen))


def _packed(side: str) -> str:
    return ", ".join(f"{field} := {side}.{field}" for field in FIELDS)
