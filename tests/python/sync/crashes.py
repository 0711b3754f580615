"""A process that ends at any step of a sync, in this process: nothing after that step is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from leads.sync import run
from leads.sync.delivery import Journal


class Crash(BaseException):
    """Not caught by anything that handles errors."""


@contextmanager
def crashing_at(step: int) -> Iterator[None]:
    """Ends a sync at a step, counted from 0: before or after each entry of the journal, in turn. Requests lie between."""
    left = step
    write, end = Journal._write, run.end_run
    has_crashed = False

    def crash() -> None:
        nonlocal left, has_crashed
        if left == 0:
            has_crashed = True
            raise Crash
        left -= 1

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
        with suppress(Crash):
            yield
