"""The tables of a benchmark, on the screen and as a section of docs/benchmarks.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from bench.load.write_load import Load
from bench.machine import describe_machine, describe_versions
from bench.measure import Measurement, Summary, summarize
from bench.scenario import BUILD, FLOOR, NIGHT, Outcome
from leads.base.console import screen, table, titled

SLOWEST = 10
DETAILED = {BUILD: "Slowest models of the whole build", NIGHT: "Slowest models of the next date"}
SHOWN = (0, 1, 3, 4, 5, 6)  # on the screen; the page has all
HEADINGS = ("Work", "Seconds", "Least to most", "x floor", "CPU s", "x floor CPU", "Peak MB", "File MB")
INTRODUCTION = """# Benchmarks

Written by `make bench`: one section a size, replaced by the next run of that size. The floor is one hand-written DuckDB statement
(`scripts/bench/floor/floor.sql`) that goes from the same Parquet files to one engagement score per lead by the project's
rule seeds; Polars and pandas do the same work. All give the same scores to the last decimal, or the run stops. A build does far
more: fit, ledger, explanations, funnel, history, quality. Seconds are medians of wall time, each piece of work in a process of
its own; CPU seconds count all threads and tell more where the machine was busy. A build's seconds hold dbt's start of some
seconds. What the load leaves out, so that all do equal work: events by e-mail address, user agents and deliveries of messages
(machine clicks), chains of merges, overrides, sales activities and orders.
"""


@dataclass(frozen=True)
class Line:
    """One line of the table: cells as text, in the order of HEADINGS."""

    cells: tuple[str, ...]


def lines_of(outcome: Outcome) -> list[Line]:
    """The table of an outcome; the floor of the same run is the unit of the ratios."""
    floor = summarize(outcome.measured[FLOOR])
    lines = [_line(name, measured, floor) for name, measured in outcome.measured.items()]
    skipped = [Line((name, "skipped", reason, *[""] * 5)) for name, reason in outcome.skipped.items()]
    return lines + skipped


def slowest_models(outcome: Outcome, work: str) -> list[tuple[str, float, float]]:
    """The slowest models of a build, the first of several: name, seconds, share of the seconds of all models."""
    models: dict[str, float] = outcome.measured[work][0].details["models"]
    total = sum(models.values())
    ranked = sorted(models.items(), key=lambda model: -model[1])[:SLOWEST]
    return [(name, seconds, seconds / total) for name, seconds in ranked]


def show(load: Load, outcome: Outcome) -> None:
    """Print the tables."""
    out = screen()
    shown = table(HEADINGS[:1], [HEADINGS[place] for place in SHOWN[1:]])
    for line in lines_of(outcome):
        shown.add_row(*(line.cells[place] for place in SHOWN))
    titled(out, f"{load.events:,} events, {load.leads:,} leads", shown)
    for work, title in _detailed(outcome):
        models = table((title,), ("Seconds", "Share"))
        for name, seconds, share in slowest_models(outcome, work):
            models.add_row(name, f"{seconds:.1f}", f"{share:.0%}")
        out.print(models)


def write_section(page: Path, load: Load, outcome: Outcome) -> None:
    """Put the section of this size into the page, in the order of sizes."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    sections = dict(re.findall(r"^## ([\d,]+) events\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE))
    sections[f"{load.events:,}"] = _section(load, outcome)
    ordered = sorted(sections.items(), key=lambda section: int(section[0].replace(",", "")))
    parts = [f"## {size} events\n\n{body.strip()}\n" for size, body in ordered]
    page.write_text("\n".join([INTRODUCTION, *parts]), encoding="utf-8")


def _section(load: Load, outcome: Outcome) -> str:
    times = len(outcome.measured[FLOOR])
    today = datetime.now(timezone.utc).date()
    about = (
        f"{load.leads:,} leads, {load.days} days up to {load.last_date}, seed {load.seed}; median of {times}. {today}, "
        f"{describe_machine()}. {describe_versions()}."
    )
    rows = [_row(HEADINGS), "|---|" + "---:|" * (len(HEADINGS) - 1)]
    rows += [_row(line.cells) for line in lines_of(outcome)]
    for work, title in _detailed(outcome):
        rows += ["", f"| {title} | Seconds | Share |", "|---|---:|---:|"]
        rows += [f"| {name} | {seconds:.1f} | {share:.0%} |" for name, seconds, share in slowest_models(outcome, work)]
    return "\n".join([about, "", *rows])


def _detailed(outcome: Outcome) -> list[tuple[str, str]]:
    return [(work, title) for work, title in DETAILED.items() if work in outcome.measured]


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(name: str, measured: list[Measurement], floor: Summary) -> Line:
    summary = summarize(measured)
    size = measured[-1].details.get("warehouse_bytes")
    return Line(
        (
            name,
            f"{summary.seconds:.1f}",
            f"{summary.least_seconds:.1f} to {summary.most_seconds:.1f}",
            f"{summary.seconds / floor.seconds:.1f}",
            f"{summary.cpu_seconds:.1f}",
            f"{summary.cpu_seconds / floor.cpu_seconds:.1f}",
            f"{summary.peak_bytes / 1e6:,.0f}",
            f"{size / 1e6:,.0f}" if size else "",
        )
    )
