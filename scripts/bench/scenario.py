"""What is measured, in which order, and the check that every way gives the same scores."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psutil

from bench.load.write_load import Load
from bench.measure import Measurement, NotThereError, measure
from bench.scores import differ_from_file, differ_from_marts
from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import record_of

FLOOR = "the floor: one statement"
BUILD = "whole build, without tests"
NIGHT = "the next date, with its events"
AGAIN = "the same date again, with 1,000 more events"
FRAMES = {"polars": "Polars", "pandas": "pandas"}
FRAME_BYTES_PER_EVENT = 1_300  # measured at a million: pandas 960, Polars 1,220
REPLAYS = (1, 30, 365)
LONGEST_REPLAY = 400_000_000  # events times dates: about as long as all else together
Step = tuple[str, Measurement]


@dataclass
class Outcome:
    """measured: the measurements of everything that was done, in order. skipped: why something was not done."""

    measured: dict[str, list[Measurement]] = field(default_factory=lambda: defaultdict(list))
    skipped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """One load, the folder of rule seeds, the folder that everything is written to, and where to say what was done.

    short: no more than the first whole build, a night and its date again, for sizes at which all of it takes half a day.
    """

    load: Load
    rules: Path
    folder: Path
    say: Callable[[str], None]
    short: bool = False

    def run(self, times: int) -> Outcome:
        """Measure everything so many times. Raises LeadsError (BUILD_FAILED) when two ways give different scores."""
        outcome = Outcome()
        self._generate()
        for _ in range(times):
            for name, measured in self._once(outcome.skipped):
                outcome.measured[name].append(measured)
                self.say(f"{name}: {measured}")
        self._remove_warehouse()
        return outcome

    @property
    def _warehouse(self) -> Path:
        return self.folder / "bench.duckdb"

    @property
    def _base(self) -> Path:
        return self.folder / "data" / "base"

    @property
    def _next(self) -> Path:
        return self.folder / "data" / "next"

    @property
    def _more(self) -> Path:
        return self.folder / "data" / "more"

    def _generate(self) -> None:
        if not (self._more / "mapping.yml").exists():  # written last
            self.say(f"generating {self.load.events:,} events")
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            measure("generate", events=self.load.events, seed=self.load.seed, folder=self.folder / "data")

    def _once(self, skipped: dict[str, str]) -> Iterator[Step]:
        yield FLOOR, self._floor(self.load.last_date, self._base)
        yield from self._frames(skipped)
        yield from self._first_build()
        if not self.short:
            last = self.load.last_date
            yield "whole build, with the tests of the data", self._build(last, full_refresh=True, tested=True)
        yield from self._days()
        if self.short:
            skipped["tests, a changed rule and replays"] = "a short run was asked for"
            return
        yield "the same date with a rule changed", self._build(self.load.next_date, rules=self._changed_rules())
        yield from self._replays(skipped)

    def _frames(self, skipped: dict[str, str]) -> Iterator[Step]:
        for module, name in FRAMES.items():
            if self.load.events * FRAME_BYTES_PER_EVENT > psutil.virtual_memory().available:
                skipped[name] = "the load is more than it can hold in the free memory"
                continue
            try:
                measured = self._score("frames", module, self.load.last_date, self._base, module=f"with_{module}")
            except NotThereError as reason:
                skipped[name] = str(reason)
                continue
            except LeadsError:
                skipped[name] = "it failed: most likely this is more than it can hold in memory"
                continue
            self._must_be_none(differ_from_file(self._scores("floor"), self._scores(module)), name)
            yield name, measured

    def _first_build(self) -> Iterator[Step]:
        self._remove_warehouse()
        yield "landing the files (leads load)", measure("land", folder=self._base, warehouse=self._warehouse)
        yield BUILD, self._build(self.load.last_date, full_refresh=True)
        self._must_be_none(differ_from_marts(self._scores("floor"), self._warehouse), BUILD)

    def _days(self) -> Iterator[Step]:
        yield from self._day("landing the next day", NIGHT, self._next)
        yield from self._day("landing 1,000 more events", AGAIN, self._next, self._more)

    def _day(self, landing: str, name: str, *landed: Path) -> Iterator[Step]:
        """Land the last folder on top of the others, and build the date after the load."""
        following = self.load.next_date
        yield landing, measure("land", folder=landed[-1], warehouse=self._warehouse)
        yield name, self._build(following)
        self._floor(following, self._base, *landed)
        self._must_be_none(differ_from_marts(self._scores("floor"), self._warehouse), name)

    def _replays(self, skipped: dict[str, str]) -> Iterator[Step]:
        rules = self._changed_rules()  # those of the last build
        for days in REPLAYS:
            name = f"replay of {days} dates" if days > 1 else "replay of one date"
            if self.load.events * days > LONGEST_REPLAY:
                skipped[name] = "it would take longer than all else"
                continue
            try:
                yield name, self._on_warehouse("replay", rules, as_of=self.load.next_date, days=days)
            except NotThereError:
                skipped[name] = "this version has no replay"

    def _floor(self, as_of: date, *folders: Path) -> Measurement:
        return self._score("floor", "floor", as_of, *folders)

    def _score(self, work: str, name: str, as_of: date, *folders: Path, **others: object) -> Measurement:
        output, sources = self._scores(name), [str(folder) for folder in folders]
        return measure(work, folders=sources, rules=self.rules, as_of=as_of, output=output, **others)

    def _scores(self, name: str) -> Path:
        return self.folder / f"scores_by_{name}.parquet"

    def _build(
        self, as_of: date, full_refresh: bool = False, tested: bool = False, rules: Path | None = None
    ) -> Measurement:
        return self._on_warehouse(
            "build", rules=rules or self.rules, as_of=as_of, full_refresh=full_refresh, tested=tested
        )

    def _on_warehouse(self, work: str, rules: Path | None = None, **others: object) -> Measurement:
        return measure(work, warehouse=self._warehouse, rules=rules or self.rules, **others)

    def _must_be_none(self, different: int, name: str) -> None:
        if different:
            raise LeadsError(
                f"{different:,} leads have another engagement score by the floor than by {name!r}: find out which is right "
                "before measuring.",
                ExitCode.BUILD_FAILED,
            )

    def _changed_rules(self) -> Path:
        """A copy of the rules in which the first engagement rule is worth one point more."""
        copy = self.folder / "changed_rules"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.rules, copy)
        seed = copy / "engagement_rules.csv"
        with seed.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        points = header.index("points")
        rows[0][points] = str(int(rows[0][points]) + 1)
        with seed.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
        return copy

    def _remove_warehouse(self) -> None:
        for file in (self._warehouse, record_of(self._warehouse)):
            for path in (file, file.with_name(f"{file.name}.wal")):
                path.unlink(missing_ok=True)
