"""What rules ask for and no record of the warehouse has: misspelt attributes, properties and values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from leads.base import sql
from leads.base.console import count
from leads.base.contract import read_contract
from leads.base.marts import has_table
from leads.rules.check import MAPPINGS_DIR, find_problems
from leads.rules.check_conditions import as_number
from leads.rules.problem import Problem
from leads.rules.read import read_seed
from leads.rules.seeds import RULE_SEEDS
from leads.rules.table import Row, Ruleset, Table
from leads.rules.words import DERIVED, PROPERTY_COLUMNS

if TYPE_CHECKING:
    import duckdb

LATER = "correct it, or leave it until one has"
LISTED = ("eq", "in")
SHOWN = 10  # names that a sentence lists


def find_unmatched_in(con: duckdb.DuckDBPyConnection, rules_dir: Path) -> list[Problem]:
    """find_unmatched of the rules of a folder; nothing when they are not in order, which `leads rules check` tells."""
    if not rules_dir.is_dir() or find_problems(rules_dir, MAPPINGS_DIR):
        return []
    return find_unmatched(con, {seed.name: read_seed(rules_dir, seed)[0] for seed in RULE_SEEDS})


def find_untouched(con: duckdb.DuckDBPyConnection) -> str | None:
    """Which rules touch no lead since the last build, as one sentence; None when all do or nothing was built."""
    if not has_table(con, "marts", "rule_coverage"):
        return None
    rows = con.execute(
        "select rule_id from marts.rule_coverage where lead_count = 0 order by rule_kind, rule_id"
    ).fetchall()
    names = [str(name) for (name,) in rows]
    if not names:
        return None
    rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{count(len(names), 'rule')} of marts.rule_coverage with no lead today: {', '.join(names[:SHOWN])}{rest}."


def find_unmatched(con: duckdb.DuckDBPyConnection, rules: Ruleset) -> list[Problem]:
    """A sentence for each attribute, property, event type and listed value of the rules that no raw row has, in the order of
    the rules. Nothing where there are no profiles yet, or no events. rules: in order (find_problems). Values are not quoted.
    """
    columns = {table: _columns(con, table) for table in ("leads", "accounts", "events")}
    found: list[Problem] = []
    if _has_rows(con, columns, "leads"):
        found += _of_profiles(con, columns, rules)
    if _has_rows(con, columns, "events"):
        found += _of_events(con, columns, rules)
    return found


def _of_profiles(con: duckdb.DuckDBPyConnection, columns: dict[str, set[str]], rules: Ruleset) -> Iterator[Problem]:
    known: dict[str, bool] = {}
    for name, column in (
        *(("fit_attributes", "attribute"), ("fit_rules", "attribute"), ("exclusion_rules", "match_field")),
        ("buying_group_roles", "attribute"),
    ):
        for row in rules[name].rows:
            attribute = row.text(column)
            if attribute == "event_type":
                continue
            if attribute not in known:
                known[attribute] = _any(con, _profile_values(columns, DERIVED.get(attribute, attribute)))
                known[attribute] |= attribute in DERIVED and _any(con, _profile_values(columns, attribute))
                if not known[attribute]:
                    yield rules[name].problem(row, column, f"no profile has the attribute {attribute!r}", LATER)
            if known[attribute] and attribute not in DERIVED and name != "fit_attributes":
                yield from _values(con, rules[name], row, _profile_values(columns, attribute))


def _of_events(con: duckdb.DuckDBPyConnection, columns: dict[str, set[str]], rules: Ruleset) -> Iterator[Problem]:
    table = rules["engagement_rules"]
    come = {kind for (kind,) in con.execute("select distinct event_type from raw.events").fetchall()}
    known: dict[tuple[str, str], bool] = {}
    for row in table.rows:
        kind, name = row.text("event_type"), row.text("property")
        if kind not in come:
            if (kind, "") not in known:
                yield table.problem(row, "event_type", f"no event of the type {kind!r} has come", LATER)
            known[kind, ""] = False
        elif name:
            values = _event_values(columns, kind, name)
            if (kind, name) not in known:
                known[kind, name] = _any(con, values)
                if not known[kind, name]:
                    yield table.problem(row, "property", f"no event of its type has the property {name!r}", LATER)
            if known[kind, name]:
                yield from _values(con, table, row, values)


def _values(con: duckdb.DuckDBPyConnection, table: Table, row: Row, values: str) -> Iterator[Problem]:
    """The elements of eq and in that no value is equal to."""
    if row.text("operator") not in LISTED:
        return
    items = row.items("value")
    for position, item in enumerate(items, start=1):
        number = as_number(item)
        same = "lower(trim(value)) = ?" if number is None else "try_cast(trim(value) as decimal(38, 9)) = ?"
        sought = item.lower() if number is None else number
        if not con.execute(f"select 1 from ({values}) where {same} limit 1", [sought]).fetchone():
            which = "the value" if len(items) == 1 else f"element {position} of the list"
            yield table.problem(row, "value", f"no record has {which}", LATER)


def _any(con: duckdb.DuckDBPyConnection, values: str) -> bool:
    return con.execute(f"select 1 from ({values}) where trim(value) <> '' limit 1").fetchone() is not None


def _profile_values(columns: dict[str, set[str]], attribute: str) -> str:
    """A query of the values of an attribute: of a column of leads or accounts, or under a key of their attributes."""
    parts = ["select null::varchar as value where false"]
    for table in ("leads", "accounts"):
        contract = {column.name for column in read_contract()[table].columns}
        if attribute in columns[table] & contract:
            parts.append(f"select {sql.name(attribute)}::varchar as value from raw.{table}")
        if "attributes" in columns[table]:
            parts.append(f"select {_key('attributes', attribute)} as value from raw.{table}")
    return " union all ".join(parts)


def _event_values(columns: dict[str, set[str]], kind: str, name: str) -> str:
    is_column = name in PROPERTY_COLUMNS and name in columns["events"]
    value = f"{sql.name(name)}::varchar" if is_column else _key("properties", name)
    return f"select {value} as value from raw.events where event_type = {sql.text(kind)}"


def _key(column: str, name: str) -> str:
    return f"json_extract_string(try_cast({column} as json), {sql.text(f'$.{chr(34)}{name}{chr(34)}')})"


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    found = con.execute(
        "select column_name from information_schema.columns where table_catalog = current_database()"
        " and table_schema = 'raw' and table_name = ?",
        [table],
    ).fetchall()
    return {name for (name,) in found}


def _has_rows(con: duckdb.DuckDBPyConnection, columns: dict[str, set[str]], table: str) -> bool:
    return bool(columns[table]) and con.execute(f"select 1 from raw.{table} limit 1").fetchone() is not None
