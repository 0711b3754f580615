"""The checks of the doctor, one function each; none changes anything."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

from leads.base.errors import LeadsError
from leads.base.marts import has_table, read
from leads.base.settings import Settings
from leads.base.warehouse import connect, record_of, sync_state_of
from leads.build.dbt_runner import run_dbt
from leads.build.run_log import publishable, what_failed
from leads.doctor.finding import Finding
from leads.doctor.scan import scan
from leads.erase.erase import opened
from leads.erase.tombstones import is_unfinished
from leads.publish.generation import read_generation
from leads.publish.layout import AUDIENCES, UNFINISHED, Layout
from leads.publish.publish import latest, require_intact

Check = Callable[[Settings], Iterator[Finding]]
RECORD_TESTS = ("assert_publications_agree_with_snapshot", "assert_snapshots_keep_sane_periods")
RESTORE_WAREHOUSE = "move it away and copy the served file of the analysts to its place, or load the files again; then run `leads build --full-refresh`"
RESTORE_STATE = "restore it from a backup, or move it away: the next sync then sends everybody once more"
RESTORE_RECORD = "restore it from a backup, or from the schema record of the served file of the analysts"


def files(settings: Settings) -> Iterator[Finding]:
    """The warehouse, the record and the state of syncs open, and every block of them can be read."""
    for path, remedy in ((settings.warehouse, RESTORE_WAREHOUSE), (record_of(settings.warehouse), RESTORE_RECORD)):
        if path.exists():
            yield scan(path, remedy)
        else:
            yield Finding(
                path.name, "it is not there", "run `leads load` and `leads build`, or restore it from a backup"
            )
    state = sync_state_of(settings.warehouse)
    if state.exists():
        yield scan(state, RESTORE_STATE)


def leftovers(settings: Settings) -> Iterator[Finding]:
    """What a process that was stopped left behind."""
    for path in (settings.warehouse, record_of(settings.warehouse)):
        if path.with_name(path.name + ".wal").exists():
            yield Finding(
                f"{path.name}.wal", "a process was stopped in mid-write", "run `leads build`; nothing is lost"
            )
    layout = Layout(settings.warehouse)
    for left in [*layout.generations.glob(f"*{UNFINISHED}"), *layout.folder.glob("*/.*")]:
        yield Finding(left.name, "an unfinished publication or export", "publish or export again")


def runs(settings: Settings) -> Iterator[Finding]:
    """The last build came to its end, and nothing in it failed."""
    with connect(settings.warehouse, read_only=True) as con:
        problem, remedy = what_failed(con, settings) or (None, "")
    yield Finding("last build", f"it {problem}" if problem else None, remedy)


def generations(settings: Settings) -> Iterator[Finding]:
    """The files of every kept generation are what was written."""
    layout = Layout(settings.warehouse)
    for number in layout.numbers():
        try:
            require_intact(layout, read_generation(layout, number))
            yield Finding(f"generation {number}")
        except LeadsError as error:
            is_served = number == layout.numbers()[-1]
            remedy = (
                "run `leads rollback`, then publish a new build" if is_served else f"remove the folder {number:06d}"
            )
            yield Finding(f"generation {number}", str(error).partition(":")[0], remedy)


def served(settings: Settings) -> Iterator[Finding]:
    """Every audience reads the newest generation, and it is of the last build."""
    layout = Layout(settings.warehouse)
    newest = latest(layout)
    if newest is None:
        yield Finding("published files", "nothing is published", "run `leads publish` after a build")
        return
    for audience in AUDIENCES:
        path = layout.served(audience)
        found = None
        if path.exists():
            with connect(path, read_only=True) as con:
                found = read(con, "select generation from main.publication")[0]["generation"]
        behind = found != newest.number
        yield Finding(
            f"served to {audience}",
            f"it is generation {found or 'none'}, not {newest.number}" if behind else None,
            "run `leads publish`" if behind else "",
        )
    with connect(settings.warehouse, read_only=True) as con:
        run = publishable(con)
    if newest.run_id != run.run_id:
        yield Finding("last build", "it is not published", "run `leads publish`")


def record(settings: Settings) -> Iterator[Finding]:
    """Publications and snapshots tell the same, and the snapshots have sane periods."""
    with connect(record_of(settings.warehouse), read_only=True) as con:
        if not has_table(con, "marts", "stage_publications"):
            yield Finding("record", "nothing is recorded", "run `leads publish` after a build")
            return
    try:
        run_dbt(settings, ["test", "--select", *RECORD_TESTS], keeps_artifacts=False)
        yield Finding("record")
    except LeadsError as error:
        yield Finding("record", str(error).rstrip("."), "restore the record from a backup (docs/runbook.md)")


def erasures(settings: Settings) -> Iterator[Finding]:
    """Every erasure came to its end."""
    with opened(settings) as con:
        begun = is_unfinished(con)
    remedy = "run `leads erase --again`, which finishes it" if begun else ""
    yield Finding("erasures", "one was stopped before its end" if begun else None, remedy)


def room(settings: Settings) -> Iterator[Finding]:
    """A publication needs room for the warehouse and a little more."""
    size = settings.warehouse.stat().st_size
    free = shutil.disk_usage(settings.warehouse.parent).free
    short = free < 2 * size
    problem = f"{free / 1e9:.1f} GB are free, and a publication may need {2 * size / 1e9:.1f}" if short else None
    yield Finding("disk", problem, "make room" if short else "")


def ids(settings: Settings) -> Iterator[Finding]:
    """Ids that stand for things of two sources are kept apart; no fault, but told."""
    with connect(settings.warehouse, read_only=True) as con:
        shared = (
            read(con, "select table_name, row_count from marts.input_findings where finding = 'shared_id' order by 1")
            if has_table(con, "marts", "input_findings")
            else []
        )
    for row in shared:
        yield Finding(f"raw.{row['table_name']}: {row['row_count']:,} ids of more than one entry, kept apart")


CHECKS: tuple[Check, ...] = (leftovers, runs, ids, generations, served, record, erasures, room)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding; a check that cannot be made is one. While a file is damaged nothing else is looked at."""
    looked = list(files(settings))
    yield from looked
    if any(finding.problem for finding in looked):
        return
    for check in CHECKS:
        try:
            yield from check(settings)
        except LeadsError as error:
            problem, _, remedy = str(error).rstrip(".").partition(": ")
            yield Finding(check.__name__, problem, remedy)
