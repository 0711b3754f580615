"""Publish and roll back: a generation is made complete, then served, then the oldest ones go."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from datetime import datetime, timezone

from leads.base.errors import ExitCode, LeadsError
from leads.base.secret import key_for
from leads.base.settings import Settings, parse_date
from leads.base.warehouse import connect
from leads.build.dbt_runner import run_dbt
from leads.build.run_log import publishable
from leads.publish import durable
from leads.publish.generation import Generation, copy_of, copy_of_warehouse, read_generation, write_generation
from leads.publish.layout import AUDIENCES, UNFINISHED, Layout

LOG = "publications.jsonl"


def publish(settings: Settings, keep: int) -> tuple[Generation, bool]:
    """Publish what the last build left, write the record, keep the last generations; the generation and whether it is new.

    A build that is served already is not published again; a publication that was stopped is ended. Raises LeadsError:
    USAGE without the secret, LOCKED, NOT_FOUND or BUILD_FAILED when there is nothing fit to publish.
    """
    layout = Layout(settings.warehouse)
    key = key_for("bi")
    with layout.locked():
        clear_unfinished(layout)
        with connect(settings.warehouse, read_only=True) as con:
            run = publishable(con)
        current = latest(layout)
        is_new = current is None or current.run_id != run.run_id or current.rolled_back_to is not None
        if is_new:
            _require_forward(current, run.as_of_date.isoformat())
            # The record tells what was published, so publishing writes it, for the date of the build.
            run_dbt(replace(settings, as_of_date=run.as_of_date), ["build", "--select", "tag:record"])
            made = next_generation(layout, run.as_of_date.isoformat(), run.run_id)
            current = write_generation(layout, made, copy_of_warehouse(layout, run.run_id, key))
        assert current is not None
        serve(layout, current, keep)
    return current, is_new


def roll_back(settings: Settings, number: int | None) -> Generation:
    """Serve an earlier generation again, as a new one; the one before the served content by default.

    Raises LeadsError: NOT_FOUND when there is no such generation, BAD_INPUT when its files are damaged, LOCKED.
    """
    layout = Layout(settings.warehouse)
    with layout.locked():
        clear_unfinished(layout)
        current = latest(layout)
        number = number or _before(layout, current)
        if number not in layout.numbers():
            kept = ", ".join(map(str, layout.numbers())) or "none"
            asked = f"generation {number}" if number else "earlier generation"
            raise LeadsError(f"There is no {asked} to go back to; kept are: {kept}.", ExitCode.NOT_FOUND)
        earlier = read_generation(layout, number)
        require_intact(layout, earlier)
        made = replace(next_generation(layout, earlier.as_of_date, earlier.run_id), rolled_back_to=number)
        complete = write_generation(layout, made, copy_of(layout, number))
        serve(layout, complete, keep=len(layout.numbers()))
    return complete


def latest(layout: Layout) -> Generation | None:
    """The newest complete generation."""
    numbers = layout.numbers()
    return read_generation(layout, numbers[-1]) if numbers else None


def serve(layout: Layout, generation: Generation, keep: int) -> None:
    """Give every audience its file of the newest generation, by one rename each, and remove all but the last ones, two at
    least: a reader may just be opening the one before. Again is no harm."""
    for audience in AUDIENCES:
        source, target = layout.file_in(layout.generation(generation.number), audience), layout.served(audience)
        if not target.exists() or not source.samefile(target):
            durable.serve(source, target)
    for number in layout.numbers()[: -max(keep, 2)]:
        # Out of the list first: a folder half removed is no generation.
        going = layout.generation(number).with_suffix(UNFINISHED)
        layout.generation(number).rename(going)
        shutil.rmtree(going)


def clear_unfinished(layout: Layout) -> None:
    """Remove what a stopped publication left; nobody reads it."""
    for left in layout.generations.glob(f"*{UNFINISHED}"):
        shutil.rmtree(left)


def require_intact(layout: Layout, generation: Generation) -> None:
    """Raises LeadsError (BAD_INPUT) when a file of a generation is not what was written."""
    for audience, expected in (generation.sha256 or {}).items():
        path = layout.file_in(layout.generation(generation.number), audience)
        if not path.exists() or durable.sha256_of(path) != expected:
            raise LeadsError(
                f"The {audience} file of generation {generation.number} is not what was published: go back to another one.",
                ExitCode.BAD_INPUT,
            )


def _before(layout: Layout, current: Generation | None) -> int | None:
    """The newest generation older than what is served now, or than what that repeats."""
    if current is None:
        return None
    shown = current.rolled_back_to or current.number
    return max((number for number in layout.numbers() if number < shown), default=None)


def next_generation(layout: Layout, as_of_date: str, run_id: str) -> Generation:
    """A generation with a number that was never used, also after all were removed; noted in the log before it is made."""
    log = layout.folder / LOG
    used = [0, *layout.numbers()]
    if log.exists():
        used += [
            json.loads(line)["number"] for line in log.read_text(encoding="utf-8").splitlines() if line.endswith("}")
        ]
    moment = datetime.now(timezone.utc).isoformat(timespec="microseconds")
    generation = Generation(max(used) + 1, moment, as_of_date, run_id)
    with log.open("a", encoding="utf-8") as lines:
        lines.write(f"\n{json.dumps(asdict(generation))}")
    durable.sync_file(log)
    layout.generations.mkdir(exist_ok=True)
    return generation


def _require_forward(current: Generation | None, as_of_date: str) -> None:
    newest = parse_date(current.as_of_date, "generation.json") if current and not current.rolled_back_to else None
    if newest and as_of_date < newest.isoformat():
        raise LeadsError(
            f"Nothing was published: the last build is as of {as_of_date}, before {newest}, which is published; run `leads build`, "
            "or go back with `leads rollback`.",
            ExitCode.BUILD_FAILED,
        )
