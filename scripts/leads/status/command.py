"""`leads status`: what is in the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape

from leads.base.console import count, day, printable, screen, table, titled
from leads.base.contract import read_contract
from leads.base.drift import drift_sentences
from leads.base.invocation import require_date, settings_of
from leads.base.marts import built_on, has_table, read, reading, why_no_leads
from leads.base.settings import Settings
from leads.build.run_log import what_failed, what_warned
from leads.load.check_raw_tables import raw_columns
from leads.rules.against_data import SHOWN, find_unmatched_in, find_untouched

if TYPE_CHECKING:
    import duckdb

LAST_LOADS = """
    select _load_batch_id, max(loaded_at) as loaded_at, count(*) as files,
        sum(landed_count)::bigint as landed, sum(rejected_count)::bigint as rejected
    from raw.loaded_files group by all order by _load_batch_id desc limit 5
"""
REJECTED = """
    select table_name, coalesce(column_name, 'whole row') as column_name, reason, count(*) as rejected
    from raw.rejected_rows group by all order by rejected desc, table_name, column_name, reason limit 10
"""
RAW_TABLES = "select table_name from information_schema.tables where table_schema = 'raw' order by table_name"
SCORES = """
    select max(as_of_date) as as_of_date, count(*) as leads, count(lead_score) as scored,
        count(*) filter (where is_excluded) as excluded, max(ruleset_version) as ruleset_version
    from marts.lead_scores
"""
UNKNOWN_TYPES = """
    select event_type, event_count from marts.event_type_coverage
    where event_count > 0 and not has_rule
        and event_type not in (select event_type from rules.event_types where event_type is not null)
    order by event_count desc, event_type
"""
FINDINGS = """
    select table_name, column_name, finding, found_value, consequence, row_count from marts.input_findings
    order by row_count desc, table_name, column_name, finding, found_value limit 10
"""
CONFLICTS = """
    select identifier_type, count(*) as conflicts
    from marts.identity_conflicts group by all order by identifier_type
"""


def status(ctx: typer.Context) -> None:
    """Show what was loaded, what was rejected and for which date the scores stand.

    [b]Examples[/b]

    leads status

    leads --example complete_journey status
    """
    settings = settings_of(ctx)
    out = screen()
    with reading(settings) as con:
        require_date(ctx, built_on(con))
        out.print(f"[b]Warehouse[/b] {settings.shown(settings.warehouse)}", soft_wrap=True)
        _show_loads(out, con)
        _show_build(out, con, settings)
        _show_scores(out, con, settings)
        _show_unmatched(out, con, settings)


def _show_unmatched(out: Console, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    found = find_unmatched_in(con, settings.rules)
    if found:
        titled_lines = [printable(str(problem)) for problem in found[:SHOWN]]
        rest = f"\nand {len(found) - SHOWN} more: leads rules check." if len(found) > SHOWN else ""
        out.print("\n[b]Rules that ask for what no record has[/b]")
        out.print("\n".join(titled_lines) + rest, markup=False, soft_wrap=True)
    untouched = find_untouched(con)
    if untouched:
        out.print(printable(untouched), markup=False, soft_wrap=True)


def _show_loads(out: Console, con: duckdb.DuckDBPyConnection) -> None:
    tables = [row["table_name"] for row in read(con, RAW_TABLES)]
    if not tables:
        out.print("\nNo raw tables yet. Next: leads init, then leads load.")
        return
    sizes = {name: read(con, f'select count(*) as size from raw."{name}"')[0]["size"] for name in tables}
    counted = table(["raw table"], ["rows"])
    for name, size in sizes.items():
        counted.add_row(name, f"{size:,}")
    titled(out, "Rows loaded", counted)
    _show_unread_columns(out, con)
    if sizes.get("loaded_files"):
        loads = table(["load", "at (UTC)"], ["files", "landed", "rejected"])
        for row in read(con, LAST_LOADS):
            numbers = (f"{row[name]:,}" for name in ("files", "landed", "rejected"))
            loads.add_row(str(row["_load_batch_id"]), row["loaded_at"].strftime("%Y-%m-%d %H:%M"), *numbers)
        titled(out, "Last loads", loads)
    if sizes.get("rejected_rows"):
        reasons = table(["table", "column", "reason"], ["rows"])
        for row in read(con, REJECTED):
            reasons.add_row(row["table_name"], row["column_name"], escape(row["reason"]), f"{row['rejected']:,}")
        titled(out, "Rejected rows", reasons)
        out.print("For each with its file, line and reason, see raw.rejected_rows.")


def _show_unread_columns(out: Console, con: duckdb.DuckDBPyConnection) -> None:
    contract = read_contract()
    for name, columns in raw_columns(con).items():
        known = {column.name for column in contract[name].columns} if name in contract else set(columns)
        unread = printable(", ".join(column for column in columns if column not in known))
        if unread:
            out.print(f"raw.{name} has columns that nothing reads: {unread}.", markup=False)


def _show_build(out: Console, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    failed = what_failed(con, settings)
    if failed:
        problem, remedy = failed
        out.print(f"\nThe last build {problem}; {remedy}.", style="red", markup=False, soft_wrap=True)
    for warned in what_warned(con):
        out.print(f"\nThe last build warned of {warned}.", markup=False, soft_wrap=True)


def _show_scores(out: Console, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    if not has_table(con, "marts", "lead_scores"):
        out.print("\nNo scores yet. Next: leads build.")
        return
    missing = why_no_leads(con, settings.time_zone)
    if missing:
        out.print(f"\n{missing}", soft_wrap=True)
        return
    scores = read(con, SCORES)[0]
    out.print(
        f"\n[b]Scores[/b] as of {day(scores['as_of_date'])}: {count(scores['leads'], 'lead')}, "
        f"{scores['scored']:,} scored, {scores['excluded']:,} excluded.\n"
        f"Ruleset {scores['ruleset_version']}."
    )
    for sentence in drift_sentences(con):
        out.print(printable(sentence), style="yellow", markup=False, soft_wrap=True)
    _show_findings(out, con)
    if has_table(con, "marts", "unresolved_events"):
        unresolved = read(con, "select count(*) as events from marts.unresolved_events")[0]["events"]
        out.print(f"{count(unresolved, 'event')} not resolved to a lead.")
    if has_table(con, "marts", "event_type_coverage") and has_table(con, "rules", "event_types"):
        unknown = read(con, UNKNOWN_TYPES)
        if unknown:
            what = "a type" if len(unknown) == 1 else "types"
            names = ", ".join(escape(str(row["event_type"])) for row in unknown)
            events = count(sum(row["event_count"] for row in unknown), "event")
            out.print(f"{events} of {what} that no rule knows: {names}.", soft_wrap=True)


def _show_findings(out: Console, con: duckdb.DuckDBPyConnection) -> None:
    """What of the raw rows was not taken as it came, and who is claimed twice."""
    findings = read(con, FINDINGS) if has_table(con, "marts", "input_findings") else []
    if findings:
        shown = table(["table", "column", "finding", "what comes of it"], ["rows"])
        for row in findings:
            what = f"{row['finding']} {row['found_value']}".strip().replace("_", " ")
            names = (row["table_name"], row["column_name"], escape(what), row["consequence"].replace("_", " "))
            shown.add_row(*names, f"{row['row_count']:,}")
        titled(out, "Not taken as it came", shown)
        out.print("All of them are in marts.input_findings.")
    for row in read(con, CONFLICTS) if has_table(con, "marts", "identity_conflicts") else []:
        # The leads are named there, not here: what a command prints lands in logs.
        out.print(
            f"{count(row['conflicts'], 'conflict')} of kind {row['identifier_type']}; see marts.identity_conflicts.",
            soft_wrap=True,
        )
