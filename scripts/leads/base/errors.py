"""Errors that a user sees: one sentence and a documented exit code, never a traceback."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every `leads` command (documented in docs/runbook.md)."""

    OK = 0
    BUILD_FAILED = 1
    USAGE = 2
    BAD_INPUT = 3
    BAD_RULES = 4
    LOCKED = 5
    NOT_FOUND = 6
    UNHEALTHY = 7
    REJECTED = 8
    PARTLY = 9
    PAUSED = 10
    GUARDED = 11
    DESTINATION = 12
    INTERRUPTED = 130


class LeadsError(Exception):
    """A problem stated in one sentence that names the thing at fault and the remedy."""

    def __init__(self, message: str, exit_code: ExitCode) -> None:
        super().__init__(message)
        self.exit_code = exit_code
