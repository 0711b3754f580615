"""A process that ends at any step of a sync, in this process: nothing after that step is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from leads.sync import run
from leads.sync.delivery import Journal
from leads.sync.http import Caller
from leads.sync.jobs import Jobs


class Crash(BaseException):
    """Not caught by anything that handles errors."""


@contextmanager
def crashing_at(step: int) -> Iterator[None]:
    """Ends a sync at a step, counted from 0: before or after each entry of the journal, each request and each note of a job."""
    left = step
    write, end, once, started = Journal._write, run.end_run, Caller._once, Jobs.started
    has_crashed = False
    lock = threading.Lock()

    def crash() -> None:
        nonlocal left, has_crashed
        with lock:
            if left == 0:
                has_crashed = True
                raise Crash
            left -= 1

    def asking(self: Caller, *given: Any, **more: Any) -> Any:
        crash()
        told = once(self, *given, **more)
        crash()
        return told

    def noting(self: Jobs, job_id: str) -> None:
        crash()
        started(self, job_id)
        crash()

    def writing(self: Journal, *given: Any) -> None:
        crash()
        write(self, *given)
        crash()

    def ending(*given: Any) -> None:
        if not has_crashed:
            end(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "_write", writing)
        patch.setattr(run, "end_run", ending)
        patch.setattr(Caller, "_once", asking)
        patch.setattr(Jobs, "started", noting)
        with suppress(Crash):
            yield
