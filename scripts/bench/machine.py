"""What a benchmark ran on, in words."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from leads.base.settings import memory_limit

PACKAGES = ("duckdb", "dbt-core", "dbt-duckdb", "polars", "pandas")


def describe_machine() -> str:
    """Processor, cores and memory, how many processes wanted the processor in the last fifteen minutes, any limits set."""
    memory = psutil.virtual_memory().total / 2**30
    busy = psutil.getloadavg()[2]
    limit = memory_limit()
    held = f"; DuckDB held to {limit} in landing, builds and replays" if limit else ""
    threads = os.environ.get("LEADS_THREADS")
    held += f"; models built {threads} at a time" if threads else ""
    machine = f"{_processor()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
    return f"{machine}; mean load {busy:.1f}{held}"


def describe_versions() -> str:
    """The versions of everything that was measured; what is not installed is left out."""
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
