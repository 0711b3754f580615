"""Shows a run of dbt while it goes on: a bar in a terminal, a line now and then in a log."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import TextColumn, TimeRemainingColumn
from rich.table import Column

from leads.base.console import error_screen, progress
from leads.build.progress import RunProgress

BAR_SECONDS = 0.5
LINE_SECONDS = 30.0


@contextmanager
def showing(run: RunProgress, doing: str, line_seconds: float = LINE_SECONDS) -> Iterator[None]:
    """Tell on standard error how far a run is, until leaving. doing: what it does, in a word."""
    out = error_screen()
    if not out.is_terminal or out.is_dumb_terminal:
        with _every(line_seconds, lambda: out.print(f"{doing}: {run.line()}", markup=False, soft_wrap=True)):
            yield
        return
    names = TextColumn("{task.fields[running]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
    with progress(TimeRemainingColumn(), names) as bar:
        task = bar.add_task(doing, total=None, running="")
        with _every(
            BAR_SECONDS,
            lambda: bar.update(task, completed=run.done, total=run.total or None, running=run.running()),
        ):
            yield


@contextmanager
def _every(seconds: float, tell: Callable[[], None]) -> Iterator[None]:
    ended = threading.Event()

    def tick() -> None:
        while not ended.wait(seconds):
            tell()

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        ended.set()
        ticker.join()
