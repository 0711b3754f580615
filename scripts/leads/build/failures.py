"""What dbt or DuckDB reports, as one sentence without data values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from leads.base.console import count
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.build.withhold import WITHHELD, without_values

FAILED = ("error", "fail", "runtime error", "partial success")
LOCK = re.compile(r"Conflicting lock is held in (?P<holder>.+?) \(PID (?P<pid>\d+)\)", re.DOTALL)
OUT_OF_SYNC = "schemas on this incremental model are out of sync"
OUT_OF_MEMORY = "Out of Memory Error"
# DuckDB's own words begin with their kind.
ENGINE = re.compile(r"(?<![\w.])[A-Z]\w*( [A-Za-z]+)* Error: ")
NOISE = re.compile(
    r"^(Runtime Error|Database Error) in |^LINE \d|^\s*\^|^compiled code at |^\s*$|^(Runtime|Database) Error$"
)


def locked(message: str, warehouse: Path) -> LeadsError | None:
    """The error for a warehouse held by another process, when that is what the message says."""
    found = LOCK.search(message)
    if not found and "Could not set lock" not in message:
        return None
    holder = f"{Path(found['holder'].strip()).name} (process {found['pid']})" if found else "another process"
    return LeadsError(f"{warehouse.name} is held by {holder}; end it or wait for it, then try again.", ExitCode.LOCKED)


def explain_node(failed: list[Any], settings: Settings) -> LeadsError:
    """The error for nodes that failed: the first by name with its reason and where to look, the others by number."""
    first = failed[0]
    message = str(first.message or "")
    held = locked(message, settings.warehouse)
    if held:
        return held
    if OUT_OF_SYNC in message:
        text = f"The columns of {first.node.name} changed since it was built; run `leads build --full-refresh`."
        return LeadsError(text, ExitCode.BUILD_FAILED)
    kind = str(first.node.resource_type).replace("_", " ")
    more = f", and {len(failed) - 1} more failed" if len(failed) > 1 else ""
    details = f"details are in {settings.dbt_log}"
    if OUT_OF_MEMORY in message:
        remedy = "raise LEADS_MEMORY_LIMIT, or build one model at a time with LEADS_THREADS=1"
        text = f"The {kind} {first.node.name} ran out of memory{more}; {remedy}; {details}."
        return LeadsError(text, ExitCode.BUILD_FAILED)
    broken = getattr(first, "failures", None)
    why = f"{count(broken, 'row')} against it" if broken else reason(message)
    if broken or why.endswith(WITHHELD):
        details = to_see(first, settings) or details
    return LeadsError(f"The {kind} {first.node.name} failed: {why}{more}; {details}.", ExitCode.BUILD_FAILED)


def explain_exception(error: BaseException, settings: Settings) -> LeadsError:
    """The error for a run that dbt gave up before any node."""
    if isinstance(error, KeyboardInterrupt):
        return LeadsError("The build was interrupted; run it again.", ExitCode.INTERRUPTED)
    held = locked(str(error), settings.warehouse)
    told = f"dbt stopped: {reason(str(error))}; details are in {settings.dbt_log}."
    return held or LeadsError(told, ExitCode.BUILD_FAILED)


def to_see(result: Any, settings: Settings) -> str | None:
    """Which file to run to see the rows that a test found, or the message that is withheld; None when dbt wrote none."""
    node, broken = result.node, getattr(result, "failures", None)
    written = getattr(node, "compiled_path", None) if broken else getattr(node, "build_path", None)
    shown = settings.shown(settings.project_dir / written) if written else None
    return f"to see {'them' if broken else 'it'}, run {shown} in a DuckDB shell" if shown else None


def reason(message: str) -> str:
    """The telling line of a message: the engine's own words where there are some, else the first line, with the next one where
    that only names the place."""
    lines = [line.strip() for line in without_values(message).splitlines() if not NOISE.search(line.strip())]
    engine = next((line[found.start() :] for line in lines if (found := ENGINE.search(line))), None)
    only_names_the_place = bool(lines) and lines[0].endswith(("Error", ")"))
    told = engine or " ".join(lines[: 2 if only_names_the_place else 1]) or "no reason was given"
    return told.rstrip(".;")
