"""What a delivery of the whole table no longer has was deleted in the source: it gets a row that says so.

A thing is marked when a delivery of the same entry, as the names of its files tell, had it, no other entry did, and neither a landed
nor a rejected row of this delivery names it. One that comes back later counts from then on, however old its row says it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.console import count
from leads.base.contract import Table
from leads.load.delivery import refuse
from leads.load.mapping import Complete, Entry
from leads.load.namespaces import NAMESPACE, own_files
from leads.load.row_query import RowQuery

# What a row of each table is known by (docs/loading.md, "Loading again"); of an order all lines together.
KNOWN_BY: dict[str, tuple[str, ...]] = {
    "leads": ("lead_id",),
    "accounts": ("account_id",),
    "opportunities": ("opportunity_id",),
    "orders": ("order_id",),
    "campaign_costs": ("source", "campaign", "cost_date"),
    "score_overrides": ("override_id",),
    "sales_activities": ("activity_id",),
    "survey_responses": ("response_id", "question_id"),
    "identity_links": ("anonymous_id", "lead_id"),
    "lead_merges": ("merged_lead_id", "surviving_lead_id"),
}
# A deletion that names neither line nor product ends the order.
EMPTIED = {"orders": ("line_id", "product_id", "quantity", "amount")}


@dataclass(frozen=True)
class Landed:
    """A file whose rows are in their table, with the stamp they carry. kept: the records that fitted, be they of erased people."""

    table: Table
    path: Path
    kept: int
    rejected: int
    source_file: str
    batch_id: int
    loaded_at: datetime


def mark_missing(
    con: duckdb.DuckDBPyConnection, entry: Entry, landed: Landed, query: RowQuery
) -> tuple[int, list[str]]:
    """Land a row with deleted_at for each thing that is missing; their number and what there is to say of it.

    Errors: BAD_INPUT for a delivery without any row, unless the mapping says that this may be.
    """
    complete = entry.complete
    assert complete is not None
    table = f"raw.{sql.name(landed.table.name)}"
    mine = {"batch_id": landed.batch_id, "source_file": landed.source_file}
    is_mine = "_load_batch_id = $batch_id and _source_file = $source_file"
    thing, key = _thing(landed.table), _key(landed.table)
    con.execute(
        f"create or replace temp table present as select distinct {thing} as thing from {table} where {is_mine}", mine
    )
    moment = _moment(con, table, is_mine, complete, landed, mine)
    _create_standing(con, entry, landed)
    _bring_back(con, table, thing, is_mine, {**mine, "moment": moment})
    unknown = _create_rejected(con, landed, query, key)
    missing = f"from temp.standing where deleted_at is null and thing not in (from temp.present) and {key} not in (from temp.rejected)"
    total, elsewhere = con.execute(f"select count(*), count(case when not is_own then 1 end) {missing}").fetchone() or (
        0,
        0,
    )
    gone = total - elsewhere
    if gone and not landed.kept + landed.rejected and not complete.may_be_empty:
        raise refuse(
            landed.path,
            f"it is complete by the mapping and holds no row, so {count(gone, 'row')} of {landed.table.name} would be deleted; "
            "deliver it again, or write `complete: {may_be_empty: true}`",
        )
    if gone and unknown:
        return 0, [
            f"{count(gone, 'row')} of {landed.table.name} may be missing, but of {count(unknown, 'rejected row')} nobody knows "
            "what they are about, so nothing was marked deleted; correct them and load again"
        ]
    values = {column.name: sql.name(column.name) for column in landed.table.columns}
    values |= dict.fromkeys(EMPTIED.get(landed.table.name, ()), "null")
    values |= {
        "deleted_at": "$moment::timestamp",
        "loaded_at": "greatest($moment::timestamp, loaded_at)",
        "_source_file": "$source_file",
        "_load_batch_id": "$batch_id",
    }
    con.execute(
        f"insert into {table} ({', '.join(map(sql.name, values))}) select {', '.join(values.values())} {missing} and is_own",
        {**mine, "moment": moment},
    )
    notes = []
    if elsewhere:
        notes.append(
            f"{count(elsewhere, 'row')} of {landed.table.name} that are no longer in it came by another entry as well and stay"
        )
    return gone, notes


def _key(table: Table) -> str:
    """SQL of what a row is known by, one text; empty values are equal."""
    return f"cast(to_json([{', '.join(f'cast({sql.name(name)} as varchar)' for name in KNOWN_BY[table.name])}]) as varchar)"


def _thing(table: Table) -> str:
    """SQL of what a row is about: what it is known by, within its namespace."""
    return f"({_key(table)} || coalesce({NAMESPACE}, ''))" if NAMESPACE in table.mappable else _key(table)


def _moment(
    con: duckdb.DuckDBPyConnection,
    table: str,
    is_mine: str,
    complete: Complete,
    landed: Landed,
    mine: dict[str, object],
) -> object:
    """When the delivery was made: the load's time, or the newest loaded_at where the mapping says that it tells."""
    if not complete.is_dated:
        return landed.loaded_at
    row = con.execute(f"select max(loaded_at) from {table} where {is_mine}", mine).fetchone()
    return (row and row[0]) or landed.loaded_at


def _create_standing(con: duckdb.DuckDBPyConnection, entry: Entry, landed: Landed) -> None:
    """The newest row of each thing that files of this entry, before this one, have landed. is_own: no other files did."""
    files = own_files(con, entry, landed.table)
    thing = _thing(landed.table)
    con.execute(
        f"create or replace temp table standing as select *, {thing} as thing, "
        f"bool_and(coalesce(list_contains({files}, _source_file), false)) over (partition by {thing}) as is_own "
        f"from raw.{sql.name(landed.table.name)} where (_load_batch_id = $batch_id and _source_file = $source_file) is not true "
        f"qualify bool_or(list_contains({files}, _source_file)) over (partition by {thing}) and row_number() over ("
        f"partition by {thing} order by loaded_at desc nulls last, deleted_at desc nulls last, _load_batch_id desc nulls last) = 1",
        {"batch_id": landed.batch_id, "source_file": landed.source_file},
    )


def _bring_back(
    con: duckdb.DuckDBPyConnection, table: str, thing: str, is_mine: str, parameters: dict[str, object]
) -> None:
    """Rows of what had been deleted are known from now on, where they say that they are older than its end."""
    con.execute(
        f"create or replace temp table returned as select {thing} as thing, max(loaded_at) as said_at from {table} "
        f"where {is_mine} group by all having count(deleted_at) = 0",
        {name: value for name, value in parameters.items() if name != "moment"},
    )
    con.execute(
        f"update {table} set loaded_at = greatest($moment::timestamp, back.ended_at + interval 1 microsecond) from ("
        "select returned.thing, returned.said_at, ended.loaded_at as ended_at from temp.returned "
        "inner join temp.standing as ended using (thing) "
        "where ended.deleted_at is not null and ended.loaded_at >= returned.said_at) as back "
        f"where {is_mine} and {thing} = back.thing and loaded_at = back.said_at",
        parameters,
    )


def _create_rejected(con: duckdb.DuckDBPyConnection, landed: Landed, query: RowQuery, key: str) -> int:
    """What rejected rows are about; of how many rows that cannot be known."""
    names = KNOWN_BY[landed.table.name]
    con.execute("create or replace temp table rejected (known_by varchar)")
    needed = [name for name in names if landed.table.mappable[name].is_required]
    if not landed.rejected or not set(needed) <= set(query.columns):
        return landed.rejected
    missing = [f"null as {sql.name(name)}" for name in names if name not in query.columns]
    rows = f"(select {', '.join(['*', *missing])} from {query.relation} where problem > 0)"
    given = " and ".join(f"{sql.name(name)} is not null" for name in needed)
    con.execute(f"insert into temp.rejected select {key} from {rows} where {given}")
    row = con.execute("select count(*) from temp.rejected").fetchone()
    return landed.rejected - (int(row[0]) if row else 0)
