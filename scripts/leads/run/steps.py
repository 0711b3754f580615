"""The steps of a run. Each does nothing, within moments, when there is nothing new for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leads.base.console import count
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.build.build import build
from leads.build.progress import RunProgress
from leads.build.run_log import publishable
from leads.build.screen import showing
from leads.digest import deliver
from leads.load.load_mapping import load_mapping
from leads.load.rejected import check_landed
from leads.notes.notes import Notes
from leads.publish.generation import read_generation
from leads.publish.layout import Layout
from leads.publish.publish import latest, publish
from leads.run.inputs import build_inputs, delivered, knows_all_news, newest_batch
from leads.sync.destination import enabled_destinations, read_destination
from leads.sync.due import is_due

if TYPE_CHECKING:
    from leads.sync.destination import Known

BUILD = "build"


@dataclass(frozen=True)
class Request:
    """What a run is asked for. mappings: to load, in this order. source: the folder of the files, instead of the mapping's.
    destinations: names; none: those that are enabled. keep: generations to keep. warn: is told a sentence for every warning."""

    mappings: tuple[Path, ...] = ()
    source: Path | None = None
    destinations: tuple[str, ...] = ()
    keep: int = 3
    warn: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class Outcome:
    """said: what a step did, in a line. is_news: whether it did anything. complaints: what did not go as it should, though the
    run can go on, with its exit code."""

    said: str
    is_news: bool = True
    complaint: LeadsError | None = None


def load_step(settings: Settings, request: Request) -> Outcome:
    """Land the files of each mapping, unless none of them changed since they were landed."""
    if request.source and len(request.mappings) != 1:
        raise LeadsError("--source is the folder of one mapping: name one.", ExitCode.USAGE)
    notes = Notes(settings.warehouse)
    new = landed = rejected = 0
    for mapping in request.mappings:
        place = hashlib.sha256(f"{mapping.resolve()} {request.source}".encode()).hexdigest()[:16]
        look = delivered(mapping, request.source)
        if notes.mark(f"load {place}") == f"{look} {newest_batch(settings)}":
            continue
        prepared = settings.target_dir / "prepared"
        report = load_mapping(mapping, settings.warehouse, request.source, prepared=prepared)
        check_landed(report.files)
        files = [file for file in report.files if not file.is_known]
        new += len(files)
        landed += sum(file.landed for file in files)
        rejected += sum(file.rejected for file in files)
        notes.note(f"load {place}", f"{look} {newest_batch(settings)}")
    if not request.mappings:
        return Outcome("no mapping was named", is_news=False)
    told = f"{count(new, 'new file')}, {count(landed, 'row')} landed, {rejected:,} rejected"
    return Outcome(told if new else "no new file", is_news=new > 0)


def build_step(settings: Settings, request: Request) -> Outcome:
    """Build and test, unless the last build is of the same day, loads, rules and project, and passed its tests."""
    notes, inputs = Notes(settings.warehouse), build_inputs(settings)
    built = _built(settings)
    if built and notes.mark(BUILD) == f"{inputs} {built}" and knows_all_news(settings):
        return Outcome("up to date", is_news=False)
    progress = RunProgress()
    with showing(progress, "Building"):
        summary = build(settings, progress, request.warn)
    # What changed while it was built is news for the next run.
    notes.note(BUILD, f"{inputs} {_built(settings)}")
    told = (
        f"{count(summary.models, 'model')} as of {settings.effective_as_of_date}, {count(summary.tests, 'test')} passed"
    )
    return Outcome(" ".join([f"{told}.", *summary.said]).rstrip("."))


def _built(settings: Settings) -> str | None:
    """The run of dbt whose build stands in the warehouse, whole and tested; None when it does not."""
    if not settings.warehouse.exists():
        return None
    try:
        with connect(settings.warehouse, read_only=True) as con:
            return publishable(con).run_id
    except LeadsError as error:
        if error.exit_code in (ExitCode.NOT_FOUND, ExitCode.BUILD_FAILED):
            return None
        raise


def publish_step(settings: Settings, request: Request) -> Outcome:
    """Publish the build, unless it is published, or was and was taken back by `leads rollback`."""
    layout = Layout(settings.warehouse)
    current = latest(layout)
    if current and current.rolled_back_to and _built(settings) in _published(layout):
        return Outcome(
            f"generation {current.rolled_back_to} is served again; the next build is published", is_news=False
        )
    generation, is_new = publish(settings, request.keep)
    told = f"generation {generation.number} as of {generation.as_of_date}"
    return Outcome(told if is_new else f"{told} is published already", is_news=is_new)


def _published(layout: Layout) -> set[str]:
    """The builds that the kept generations hold."""
    return {read_generation(layout, number).run_id for number in layout.numbers()}


def sync_step(settings: Settings, request: Request) -> Outcome:
    """Sync each destination that has something to get; all are tried. Rejected rows and quotas are complaints, not failures."""
    chosen = [read_destination(settings, name) for name in request.destinations] or enabled_destinations(settings)
    if not chosen:
        return Outcome("no destination is enabled", is_news=False)
    told: list[str] = []
    problems: list[LeadsError] = []
    for destination in chosen:
        if not is_due(settings, destination):
            continue
        try:
            told.append(_sync(settings, destination))
        except LeadsError as error:
            problems.append(error)
    failed = [one for one in problems if one.exit_code not in (ExitCode.PARTLY, ExitCode.PAUSED)]
    if failed:
        raise failed[0]
    told += [str(problem) for problem in problems]
    if not told:
        return Outcome(f"{', '.join(one.name for one in chosen)} up to date", is_news=False)
    return Outcome("; ".join(told), complaint=problems[0] if problems else None)


def _sync(settings: Settings, destination: Known) -> str:
    from leads.sync.plan import Choice
    from leads.sync.run import sync

    tally = sync(settings, destination, Choice()).tally
    if tally.rejected:
        raise LeadsError(
            f"{destination.name}: {count(tally.acknowledged, 'row')} acknowledged, {tally.rejected:,} rejected, the last because: "
            f"{tally.last_reason}",
            ExitCode.PARTLY,
        )
    return f"{destination.name}: {count(tally.acknowledged, 'row')} acknowledged"


def digest_step(settings: Settings, _: Request) -> Outcome:
    """Write the digest of a new publication and send it, once for each date."""
    if not deliver.is_due(settings):
        return Outcome("up to date", is_news=False)
    done = deliver.deliver(settings)
    sent = f", sent to {count(done.sent_to, 'channel')}" if done.sent_to is not None else ""
    return Outcome(f"{settings.shown(done.page)}{sent}")


Step = Callable[[Settings, Request], Outcome]
STEPS: tuple[tuple[str, Step], ...] = (
    ("load", load_step),
    ("build", build_step),
    ("publish", publish_step),
    ("sync", sync_step),
    ("digest", digest_step),
)
