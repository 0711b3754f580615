"""Measure work in processes of its own, and sum several measurements up."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR


@dataclass(frozen=True)
class Measurement:
    """Seconds of wall time and of processor time, peak bytes of memory, and what the work told about itself."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    details: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.cpu_seconds:.1f} s of processor time, {self.peak_bytes / 1e6:,.0f} MB"


class NotThereError(Exception):
    """The work needs something that is not installed or not in this version; the message says what."""


def measure(name: str, **arguments: object) -> Measurement:
    """Do one piece of bench.work. Raises NotThereError, or LeadsError (BUILD_FAILED) when the work fails."""
    command = [sys.executable, "-m", "bench.work", name, json.dumps(arguments, default=str)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT_DIR, check=False)
    if done.returncode:
        raise LeadsError(f"The benchmark stopped in {name!r}; its message is above.", ExitCode.BUILD_FAILED)
    told = json.loads(done.stdout.splitlines()[-1])
    if "missing" in told:
        raise NotThereError(told["missing"])
    return Measurement(**told)


@dataclass(frozen=True)
class Summary:
    """Several measurements of the same work: medians, the least and most seconds, the highest peak."""

    times: int
    seconds: float
    least_seconds: float
    most_seconds: float
    cpu_seconds: float
    peak_bytes: int


def summarize(measurements: Sequence[Measurement]) -> Summary:
    """The summary of at least one measurement."""
    seconds = [measured.seconds for measured in measurements]
    return Summary(
        times=len(seconds),
        seconds=median(seconds),
        least_seconds=min(seconds),
        most_seconds=max(seconds),
        cpu_seconds=median(measured.cpu_seconds for measured in measurements),
        peak_bytes=max(measured.peak_bytes for measured in measurements),
    )
