"""What dbt or DuckDB reports, as one sentence without data values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from leads.base.console import count
from leads.base.errors import ExitCode, LeadsError
from leads.build.withhold import ABOUT_NAMES, without_values

LOCK = re.compile(r"Conflicting lock is held in (?P<holder>.+?) \(PID (?P<pid>\d+)\)", re.DOTALL)
OUT_OF_SYNC = "schemas on this incremental model are out of sync"
OUT_OF_MEMORY = "Out of Memory Error"
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


def explain_node(failed: list[Any], warehouse: Path, log: str) -> LeadsError:
    """The error for nodes that failed: the first by name with its reason, the others by number."""
    first = failed[0]
    broken = getattr(first, "failures", None)
    message = f"{count(broken, 'row')} against it" if broken else str(first.message or "")
    held = locked(message, warehouse)
    if held:
        return held
    if OUT_OF_SYNC in message:
        text = f"The columns of {first.node.name} changed since it was built; run `leads build --full-refresh`."
        return LeadsError(text, ExitCode.BUILD_FAILED)
    kind = str(first.node.resource_type).replace("_", " ")
    more = f", and {len(failed) - 1} more failed" if len(failed) > 1 else ""
    if OUT_OF_MEMORY in message:
        remedy = "raise LEADS_MEMORY_LIMIT, or build one model at a time with LEADS_THREADS=1"
        text = f"The {kind} {first.node.name} ran out of memory{more}; {remedy}; details are in {log}."
        return LeadsError(text, ExitCode.BUILD_FAILED)
    text = f"The {kind} {first.node.name} failed: {reason(message)}{more}; details are in {log}."
    return LeadsError(text, ExitCode.BUILD_FAILED)


def explain_exception(error: BaseException, warehouse: Path, log: str) -> LeadsError:
    """The error for a run that dbt gave up before any node."""
    if isinstance(error, KeyboardInterrupt):
        return LeadsError("The build was interrupted; run it again.", ExitCode.INTERRUPTED)
    held = locked(str(error), warehouse)
    return held or LeadsError(f"dbt stopped: {reason(str(error))}; details are in {log}.", ExitCode.BUILD_FAILED)


def reason(message: str) -> str:
    """The first telling line of a message; quoted text is left out unless the error is about names in the SQL."""
    text = without_values(message)
    lines = [line.strip() for line in text.splitlines() if not NOISE.search(line.strip())]
    told = lines[0].rstrip(".;") if lines else "no reason was given"
    if any(f"{kind} Error" in text for kind in ABOUT_NAMES):
        return " ".join(lines[:2]).rstrip(".;") if told.endswith(("Error", ")")) else told
    return re.sub(r"""(["'`]).*\1""", "(value)", told)
