"""Data: did the night work, what was refused, what nobody maps, what destinations hold; and every table with its definitions."""

from __future__ import annotations

import streamlit as st

from leads.app.definitions import columns_of, grain_of
from leads.app.served import table_query
from leads.app.statements import statements
from leads.app.tables import Column, show_pages, show_table
from leads.app.url import asked_of, link, remember
from leads.app.visit import Visit
from leads.base.console import words
from leads.base.marts import Row

OVERVIEW = "how the data are"


def show(visit: Visit) -> None:
    """The state of the data, or the table that the address names."""
    marts = [row["table_name"] for row in visit.served.rows("data", "marts")]
    table = asked_of("table", marts)
    choices = [OVERVIEW, *marts]
    chosen = st.selectbox("Show", choices, index=choices.index(table) if table else 0, width=360)
    table = None if chosen == OVERVIEW else chosen
    remember(table=table)
    if table:
        _table(visit, table)
        return
    hygiene = visit.served.rows("data", "hygiene")
    visit.head(_title(visit, hygiene))
    _loads(visit)
    _refused(visit)
    _events(visit, hygiene)
    _runs(visit)
    _sync(visit)


def _title(visit: Visit, hygiene: list[Row]) -> str:
    delivered = sum(row["delivery_count"] for row in hygiene)
    counted = sum(row["delivery_count"] for row in hygiene if row["outcome"] == "counted")
    return f"{visit.formats.number(counted)} of {visit.formats.number(delivered)} events count"


def _loads(visit: Visit) -> None:
    visit.section("Loads", sentence="The newest first; raw.loaded_files has every file.")
    if not visit.served.has("raw.loaded_files"):
        visit.nothing(
            "The file without personal data has no loads.", "Ask somebody who may see names, or run `leads status`."
        )
        return
    columns = [
        Column("load_batch", "Load", is_number=True),
        Column("loaded_at", "At"),
        Column("files", is_number=True),
        Column("landed", "Rows landed", is_number=True),
        Column("rejected", is_number=True),
    ]
    empty = ("Nothing was loaded yet.", "`leads load MAPPING` lands files (docs/loading.md).")
    show_pages(visit, "Loads", statements("data")["loads"], columns, "load", empty, size=8)


def _refused(visit: Visit) -> None:
    visit.section("What was refused, or is not taken as it came", "rejected_rows", "input_findings")
    columns = [
        Column("table_name", "Table"),
        Column("column_name", "Column"),
        Column("source_file", "File"),
        Column("reason"),
        Column("row_count", "Rows", is_number=True),
        Column("first_line_number", "First line", is_number=True),
    ]
    show_pages(
        visit,
        "Rows that were refused",
        statements("data")["rejected"],
        columns,
        "refused",
        ("No row was refused.", "There is nothing to do."),
        size=8,
    )
    columns = [
        Column("table_name", "Table"),
        Column("column_name", "Column"),
        Column("finding", shown=words),
        Column("found_value", "Value"),
        Column("consequence", shown=words),
        Column("row_count", "Rows", is_number=True),
    ]
    show_pages(
        visit,
        "Findings in rows that landed",
        statements("data")["findings"],
        columns,
        "finding",
        ("Nothing odd was found.", "There is nothing to do."),
        size=8,
    )


def _events(visit: Visit, hygiene: list[Row]) -> None:
    visit.section("What became of every event", "event_hygiene", "event_type_coverage")
    show_table(
        visit, "Outcomes", hygiene, [Column("outcome", shown=words), Column("delivery_count", "Events", is_number=True)]
    )
    names = (
        "event_count",
        "counted_count",
        "unresolved_count",
        "machine_count",
        "semantic_duplicate_count",
        "quarantined_count",
    )
    columns = [
        Column("event_type", "Event type", words),
        Column("has_rule", "Has a rule"),
        *(Column(name, words(name.removesuffix("_count")), is_number=True) for name in names),
        Column("last_activity_on", "Last on"),
    ]
    empty = ("No event was delivered yet.", "Load `events` (docs/loading.md).")
    show_pages(
        visit,
        "Event types; those that no rule mentions first",
        statements("data")["coverage"],
        columns,
        "type",
        empty,
        size=15,
    )


def _runs(visit: Visit) -> None:
    visit.section(
        "Builds and the doctor",
        sentence="Only builds whose tests passed are published; `leads doctor` looks at every file, on the machine itself.",
    )
    if not visit.served.has("operations.run_problems"):
        return
    columns = [
        Column("happened_at", "Run"),
        Column("as_of_date", "As of"),
        Column("resource_type", "Kind", words),
        Column("name", "Node"),
        Column("status"),
        Column("failure_count", "Rows", is_number=True),
    ]
    empty = ("No build that is known failed or warned.", "There is nothing to do.")
    show_pages(visit, "What failed or warned", statements("data")["problems"], columns, "problem", empty, size=8)


def _sync(visit: Visit) -> None:
    visit.section("What destinations hold", "sync_runs", "sync_rejections", "sync_status")
    columns = [
        Column("run_no", "Run", is_number=True),
        Column("destination"),
        Column("outcome", shown=words),
        Column("started_at", "At"),
        *(Column(name, is_number=True) for name in ("planned", "acknowledged", "rejected", "unsent", "seconds")),
    ]
    empty = (
        "Nothing was sent anywhere yet.",
        "`leads sync DESTINATION --dry-run` shows what would go (docs/activation.md).",
    )
    show_pages(visit, "Runs of leads sync", statements("data")["sync_runs"], columns, "sync", empty, size=8)
    columns = [
        Column("destination"),
        Column("lead_id", "Lead", link=lambda row: link("lead", lead=row["lead_id"])),
        Column("reason"),
        Column("attempts", is_number=True),
        Column("waits_for_somebody", "Waits for somebody"),
        Column("retry_at", "Next try"),
    ]
    show_pages(
        visit,
        "Rejected by destinations",
        statements("data")["sync_rejections"],
        columns,
        "unsent",
        ("No destination rejects a lead.", "There is nothing to do."),
        size=8,
    )


def _table(visit: Visit, table: str) -> None:
    """A mart as it is: what a row is, what each column is and where it is computed, and the rows."""
    visit.head(table, grain_of(visit.settings, table))
    present = visit.served.columns(table)
    defined = [row for row in columns_of(visit.settings, table) if row["column"] in present]
    with st.expander("Definitions: what each column is, where it is computed and which test proves it", expanded=True):
        headings = [
            Column("column"),
            Column("meaning"),
            Column("computed_in", "Computed in"),
            Column("formula"),
            Column("proven_by", "Proven by"),
        ]
        show_table(visit, f"Columns of {table}", defined, headings)
    columns = [
        Column(name, name, is_number=name in NUMBERS, link=_lead if name == "lead_id" else None) for name in present
    ]
    empty = ("This table has no row.", "Its definition above says what it would hold.")
    show_pages(visit, table, table_query(table), columns, "row", empty)


NUMBERS = ("lead_score", "fit_score", "engagement_score", "contribution", "row_count")


def _lead(row: Row) -> str:
    return link("lead", lead=row["lead_id"])
