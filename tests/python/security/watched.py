"""Runs `leads` commands in this process, which may speak to no other machine: who is called is noted, and the call fails.

python watched.py REPORT COMMAND...; a command is a JSON list of arguments, or a JSON string of SQL for the warehouse. The report is
a JSON object: codes (exit code of each command) and calls (what was looked up or connected to).
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

CALLS: list[str] = []
LOCAL = ("127.", "::1", "localhost")


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: note and refuse what leaves this machine."""
    if event == "socket.getaddrinfo":
        called = str(arguments[0])
    elif event in ("socket.connect", "socket.sendto"):
        called = str(arguments[1][0] if isinstance(arguments[1], tuple) else "")
    else:
        return
    if called and not called.startswith(LOCAL):
        CALLS.append(f"{event} {called}")
        raise OSError("no machine may be called here")


def run(command: Any) -> int:
    """The exit code of one command; -1 with a traceback on standard error for what should not have been raised."""
    from leads.base.settings import Settings
    from leads.base.warehouse import connect
    from leads.cli import app

    try:
        if isinstance(command, str):
            with connect(Settings.from_environment().warehouse) as con:
                con.execute(command)
            return 0
        if command[0] == "dbt":
            from dbt.cli.main import dbtRunner

            return 0 if dbtRunner().invoke(command[1:]).success else 1
        app(command)
    except SystemExit as ended:
        return int(ended.code or 0)
    except Exception:
        traceback.print_exc()
        return -1
    return 0


if __name__ == "__main__":
    sys.addaudithook(watch)
    codes = [run(json.loads(command)) for command in sys.argv[2:]]
    Path(sys.argv[1]).write_text(json.dumps({"codes": codes, "calls": CALLS}), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # the sender of statistics of dbt would wait for an answer
