"""Who a person is: every lead id merged with those given, and the identifiers that are theirs."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.base.contract import read_contract
from leads.people.email_key import email_key
from leads.people.identifiers import Identifier, normal

# As int_lead_merges_followed: of several merges of a lead the earliest stands.
MERGES = """
    select merged_lead_id, surviving_lead_id from raw.lead_merges
    qualify row_number() over (
        partition by merged_lead_id
        order by merged_at asc nulls last, surviving_lead_id asc nulls last, loaded_at asc nulls last
    ) = 1
"""
# A claim of an address or a visitor by a profile or a link outweighs what an event says beside a lead id. Of those the first
# claim owns it, as int_email_owners and int_anonymous_owners decide.
CLAIMS = {
    "email": ("raw.leads", "email", "loaded_at"),
    "anonymous_id": ("raw.identity_links", "anonymous_id", "linked_at"),
}
OWNED = """
    with claims as (
        select {value} as value, lead_id, 1 as rank, {moment} as claimed_at, loaded_at from {table}
        union all
        select {value} as value, lead_id, 2 as rank, occurred_at as claimed_at, loaded_at from raw.events
        where lead_id is not null
    ),
    strongest as (
        select * from claims
        where value in (select value from claims where lead_id in (select lead_id from temp.persons)) and trim(value) <> ''
        qualify rank = min(rank) over (partition by value)
    ),
    ordered as (
        select
            *,
            lead_id not in (select lead_id from temp.persons) as is_another,
            row_number() over (
                partition by value order by claimed_at asc nulls last, lead_id asc nulls last, loaded_at asc nulls last
            ) as position
        from strongest
    )
    select value, bool_or(is_another) as is_shared from ordered
    group by value
    having not bool_or(is_another) or (max(rank) = 1 and not bool_or(is_another and position = 1))
"""
ALONE = """
    select distinct {value} from raw.leads where {value} <> '' and lead_id in (select lead_id from temp.persons)
    except
    select {value} from raw.leads where lead_id not in (select lead_id from temp.persons)
"""


def merged_with(con: duckdb.DuckDBPyConnection, lead_ids: Iterable[str]) -> set[str]:
    """The lead ids given and all that merges which stand make one person with them."""
    beside: dict[str, set[str]] = {}
    for merged, survivor in con.execute(MERGES).fetchall():
        beside.setdefault(merged, set()).add(survivor)
        beside.setdefault(survivor, set()).add(merged)
    found: set[str] = set()
    waiting = set(lead_ids)
    while waiting:
        lead = waiting.pop()
        found.add(lead)
        waiting |= beside.get(lead, set()) - found
    return found


def identifiers_of(con: duckdb.DuckDBPyConnection, lead_ids: Iterable[str]) -> set[Identifier]:
    """Every identifier of the persons who are these lead ids, as far as raw knows them."""
    persons = set(lead_ids)
    con.execute("create or replace temp table persons as select unnest($1::varchar[]) as lead_id", [sorted(persons)])
    found = {Identifier("lead_id", lead) for lead in persons}
    for kind, (table, column, moment) in CLAIMS.items():
        query = OWNED.format(value=normal(kind, column), table=table, moment=moment)
        rows = con.execute(query).fetchall()
        found |= {Identifier(kind, value, shared) for value, shared in rows}
        if kind == "email":
            found |= _as_written(con, [value for value, shared in rows if not shared])
    for kind, column in (("phone", "phone"), ("name", "full_name")):
        rows = con.execute(ALONE.format(value=normal(kind, column))).fetchall()
        found |= {Identifier(kind, value) for (value,) in rows}
    return found


def _as_written(con: duckdb.DuckDBPyConnection, keys: list[str]) -> set[Identifier]:
    """Addresses as they were delivered where that differs from their keys: a text may mention them so."""
    written = " union ".join(
        f"select lower(trim(email)) as written, {email_key('email')} as key from raw.{table}"
        for table in ("leads", "events")
    )
    rows = con.execute(f"select written from ({written}) where written <> key and list_contains($1, key)", [keys])
    return {Identifier("email", written) for (written,) in rows.fetchall()}


def known_leads(con: duckdb.DuckDBPyConnection, lead_ids: Iterable[str]) -> set[str]:
    """Those of the lead ids that any raw table names."""
    named = " union all ".join(
        f"select {column.name} from raw.{table.name} where {column.identifies_when or 'true'}"
        for table in read_contract().values()
        for column in table.columns
        if column.identifies == "lead_id"
    )
    asked = sorted(set(lead_ids))
    rows = con.execute(f"select distinct * from ({named}) as named(lead_id) where list_contains($1, lead_id)", [asked])
    return {str(lead) for (lead,) in rows.fetchall()}
