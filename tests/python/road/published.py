"""Hand-made stage histories: written where the models would, published, and read back from the record."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from leads.base.warehouse import connect, record_of
from road import Road

# Beside the histories, which the tests write.
READ_BY_RECORD = ("--select", "+int_lead_profiles_standing", "+int_accounts_standing", "+int_ruleset")
RECORDED = "lead_id, stay_no, stage, cycle_no, entry_signal, entry_reason, fit_grade, is_current, entered_on, left_on"


class Stay(NamedTuple):
    """One row of lead_stage_history, as far as it is published."""

    lead_id: str | None
    stay_no: int
    stage: str
    cycle_no: int
    entry_signal: str
    entry_reason: str | None
    fit_grade: str | None
    is_current: bool
    entered_on: date
    left_on: date | None


History = tuple[Stay, ...]
Row = tuple[Any, ...]


def history(lead_id: str | None, *stages: str, begin: date = date(2026, 1, 1), grade: str | None = "B") -> History:
    """One lead through stages, ten days in each, the last of them current."""
    entered = [begin + timedelta(days=10 * number) for number in range(len(stages) + 1)]
    last = len(stages) - 1
    return tuple(
        Stay(
            lead_id,
            n + 1,
            stage,
            n,
            f"to_{stage}",
            None,
            grade,
            n == last,
            entered[n],
            None if n == last else entered[n + 1],
        )
        for n, stage in enumerate(stages)
    )


DAY = date(2026, 3, 1)
JANE = history("jane", "known", "engaged")
JOHN = history("john", "known")


def random_history(lead_id: str, chance: random.Random) -> History:
    """Up to five stays at random; none for a lead that is not there."""
    stages = [chance.choice(["known", "engaged", "mql", "sal", "lost"]) for _ in range(chance.randint(0, 5))]
    begin = date(2026, 1, chance.randint(1, 3))
    return history(lead_id, *stages, begin=begin, grade=chance.choice(["A", "B", None]))


def write_histories(road: Road, stays: Iterable[Stay]) -> None:
    """Put these rows, and scores for the leads in them, where the models left theirs; without constraints."""
    rows = list(stays)
    folder = road.settings.warehouse.parent
    lines = [json.dumps({**stay._asdict(), "ruleset_version": "r1"}, default=str) for stay in rows]
    (folder / "stays.jsonl").write_text("\n".join(lines) + "\n")
    types = dict.fromkeys(RECORDED.split(", "), "varchar") | {"ruleset_version": "varchar"}
    types |= {
        "stay_no": "integer",
        "cycle_no": "integer",
        "is_current": "boolean",
        "entered_on": "date",
        "left_on": "date",
    }
    road.execute(
        "create schema if not exists marts",
        "create or replace table marts.lead_stage_history as from "
        f"read_json('{folder}/stays.jsonl', format = 'newline_delimited', columns = {types})",
        "create or replace table marts.lead_scores as select distinct lead_id, 'A' as fit_grade, 2 as engagement_band, "
        "'nurture' as segment from marts.lead_stage_history where lead_id is not null",
    )


def publish(road: Road, day: date, *arguments: str, tests: bool = True) -> None:
    """Build the record from what was written, with its tests on demand."""
    selected = arguments or ("--select", "lead_stages_current", "tag:record")
    road.build(day, *selected, tests=tests, record=True)


def record_rows(road: Road, query: str) -> list[Row]:
    """The rows of a query on the record."""
    with connect(record_of(road.settings.warehouse), read_only=True) as con:
        return list(con.execute(query).fetchall())


def publications(road: Road) -> list[Row]:
    """Every publication in its order: number, action, moment, as-of date, and the stay."""
    return record_rows(
        road,
        f"select publication_no, action, recorded_at, as_of_date, {RECORDED} from marts.stage_publications "
        "order by publication_no, action desc, lead_id, stay_no",
    )


def published_states(road: Road) -> dict[datetime, set[Stay]]:
    """What stood published after each run, replayed row by row; a row that does not fit what stood before is an error."""
    states: dict[datetime, set[Stay]] = {}
    standing: set[Stay] = set()
    for _, action, moment, _, *content in publications(road):
        stay = Stay(*content)
        if action == "retract":
            standing.remove(stay)
        else:
            assert not any((one.lead_id, one.stay_no) == stay[:2] for one in standing if one.lead_id == stay.lead_id)
            standing.add(stay)
        states[moment] = set(standing)
    return states


def snapshot_at(road: Road, moment: datetime) -> set[Row]:
    """Lead, stage, cycle and entry of the rows of the stage snapshot that are valid at a moment."""
    when = f"timestamp '{moment}'"
    return set(
        record_rows(
            road,
            "select lead_id, stage, cycle_no, entered_on from snapshots.lead_stages_snapshot "
            f"where dbt_valid_from <= {when} and (dbt_valid_to is null or {when} < dbt_valid_to)",
        )
    )


def contents(road: Road) -> dict[str, list[Row]]:
    """All rows of all tables of the record."""
    with connect(record_of(road.settings.warehouse), read_only=True) as con:
        tables = con.execute("select schema_name, table_name from duckdb_tables() order by all").fetchall()
        return {f"{s}.{t}": sorted(con.execute(f"from {s}.{t}").fetchall(), key=repr) for s, t in tables}
