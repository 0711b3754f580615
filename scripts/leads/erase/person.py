"""Who a person is: every lead id merged with those given, and the identifiers that are theirs.

The rule: as much as can be theirs, and nothing that is another's. A merge or link that was undone counts no longer: who was taken
for the same person is another one. Only where nobody else claims a visitor is an undone link to one of theirs enough. An address
belongs to its holder of the day, as int_email_owners decides, so of an address that changed hands the events of their days are theirs.
Words that stand for nobody name nobody, neither do leads become one by being merged into them.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.base.contract import read_contract
from leads.base.settings import PROJECT_DIR
from leads.base.time_zone import business_date, business_time_zone
from leads.people.email_key import email_key
from leads.people.identifiers import Identifier, normal
from leads.people.placeholders import is_placeholder

# The newest statement about two decides whether it stands (macro taken_back_on).
STANDING = """
    select *, deleted_at is null as stands from raw.{table}
    qualify row_number() over (
        partition by {pair} order by {told_on} desc nulls last,
        loaded_at desc nulls last, deleted_at desc nulls last
    ) = 1
"""
# As int_lead_merges_claimed: of several merges of a lead the earliest stands.
MERGES = """
    select merged_lead_id, surviving_lead_id from ({standing})
    where stands and merged_lead_id <> surviving_lead_id and not {nobody}
    qualify row_number() over (
        partition by merged_lead_id
        order by merged_at asc nulls last, surviving_lead_id asc nulls last, loaded_at asc nulls last
    ) = 1
"""
# A claim of an address or a visitor by a profile or a link outweighs what an event says beside a lead id, and that one which was
# undone. Of those the first claim owns a visitor, as int_anonymous_owners decides.
CLAIMS = {
    "email": "select {value} as value, lead_id, 1 as rank, loaded_at as claimed_at, loaded_at from raw.leads",
    "anonymous_id": "select {value} as value, lead_id, case when stands then 1 else 3 end as rank, linked_at as claimed_at, "
    "loaded_at from ({standing})",
}
OWNED = """
    with claims as (
        {claims}
        union all
        select {value} as value, lead_id, 2 as rank, occurred_at as claimed_at, loaded_at from raw.events
        where lead_id is not null
    ),
    strongest as (
        select * from claims
        where value in (select value from claims where lead_id in (select lead_id from temp.persons)) and trim(value) <> ''
            and not {nobody}
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
    select value, bool_or(is_another) as is_shared, bool_or(is_another and position = 1) as is_anothers_first, max(rank) as rank
    from ordered group by value
"""
# The days on which an address was theirs, of addresses that others had, too: as int_email_owners.
HELD = """
    with versions as (
        select
            *, {value} as value, {told_on} as told_on
        from raw.leads
    ),
    profiles as (
        select *, coalesce(lead(told_on) over (partition by lead_id order by told_on), date '9999-12-31') as valid_to
        from (
            from versions qualify row_number() over (
                partition by lead_id, told_on
                order by loaded_at desc nulls last, deleted_at desc nulls last, email asc nulls last
            ) = 1
        )
    ),
    first_held as (
        select lead_id, value, min(loaded_at) as first_held_at from versions where deleted_at is null group by all
    ),
    claims as (
        select value, lead_id, first_held_at, told_on, valid_to
        from profiles inner join first_held using (lead_id, value)
        where deleted_at is null and list_contains($1, value)
    ),
    days as (
        select value, told_on as day from claims union select value, valid_to as day from claims
    ),
    holders as (
        select days.value, days.day, claims.lead_id from days inner join claims
        on days.value = claims.value and days.day >= claims.told_on and days.day < claims.valid_to
        qualify row_number() over (
            partition by days.value, days.day order by claims.first_held_at asc nulls last, claims.lead_id asc nulls last
        ) = 1
    ),
    periods as (
        select
            value, lead_id,
            case when row_number() over (partition by value order by day) = 1 then date '0001-01-01' else day end as held_from,
            coalesce(lead(day) over (partition by value order by day), date '9999-12-31') as held_to
        from holders
    )
    select value, list((held_from, held_to) order by held_from) from periods
    where lead_id in (select lead_id from temp.persons) group by value
"""
ALONE = """
    select distinct {value} from raw.leads where {value} <> '' and not {nobody} and lead_id in (select lead_id from temp.persons)
    except
    select {value} from raw.leads where lead_id not in (select lead_id from temp.persons)
"""


def _standing(table: str, pair: str, moment: str) -> str:
    return STANDING.format(table=table, pair=pair, told_on=_told_on(moment))


def _told_on(moment: str) -> str:
    """The day of the business on which a row was told: macro told_on."""
    return business_date(f"greatest(coalesce(deleted_at, {moment}), loaded_at)", business_time_zone(PROJECT_DIR))


def merged_with(con: duckdb.DuckDBPyConnection, lead_ids: Iterable[str]) -> set[str]:
    """The lead ids given and all that merges which stand make one person with them."""
    beside: dict[str, set[str]] = {}
    standing = _standing("lead_merges", "merged_lead_id, surviving_lead_id", "merged_at")
    nobody = f"({is_placeholder('merged_lead_id')} or {is_placeholder('surviving_lead_id')})"
    for merged, survivor in con.execute(MERGES.format(standing=standing, nobody=nobody)).fetchall():
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
    linked = _standing("identity_links", "anonymous_id, lead_id", "linked_at")
    for kind, claims in CLAIMS.items():
        value = normal(kind, kind)
        of_table = claims.format(value=value, standing=linked)
        rows = con.execute(OWNED.format(claims=of_table, value=value, nobody=is_placeholder("value"))).fetchall()
        alone = [value for value, is_shared, *_ in rows if not is_shared]
        claimed = {value: first for value, is_shared, first, rank in rows if is_shared and rank == 1}
        found |= {Identifier(kind, value) for value in alone}
        if kind == "email":
            held = con.execute(HELD.format(value=value, told_on=_told_on("loaded_at")), [list(claimed)]).fetchall()
            found |= {Identifier(kind, value, True, tuple(map(tuple, days))) for value, days in held}
            found |= _as_written(con, alone)
        else:
            found |= {Identifier(kind, value, True) for value, is_anothers in claimed.items() if not is_anothers}
    for kind, column in (("phone", "phone"), ("name", "full_name")):
        rows = con.execute(ALONE.format(value=normal(kind, column), nobody=is_placeholder(column))).fetchall()
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
