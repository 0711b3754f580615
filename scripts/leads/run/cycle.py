"""One run: the steps in their order, each with its seconds, up to the first that fails; then who has to hear of it."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.notify.channels import Channels, is_configured
from leads.run.alerts import tell_failure, tell_hand_raises, tell_recovery
from leads.run.steps import STEPS, Outcome, Request, Step


@dataclass(frozen=True)
class Line:
    """A step that ended: what it said, and its seconds. is_failed: it raised, and nothing came after it."""

    step: str
    seconds: float
    said: str
    is_news: bool = True
    is_failed: bool = False


Say = Callable[[Line], None]


def run(settings: Settings, request: Request, say: Say, steps: Sequence[tuple[str, Step]] = STEPS) -> None:
    """Carry out the steps; say is told of each when it has ended.

    Raises LeadsError: that of the first step that failed; else what a destination complained of (PARTLY, PAUSED), after all
    steps; else DESTINATION when somebody could not be told. LOCKED while another run of the warehouse is going on.
    """
    with _one_at_a_time(settings):
        channels = Channels() if is_configured() else None
        complaint: LeadsError | None = None
        for name, step in steps:
            try:
                outcome = _timed(name, step, settings, request, say)
            except LeadsError as error:
                _after_failure(settings, channels, name, error, request)
                raise
            except Exception as error:
                unexpected = LeadsError(f"Unexpected {type(error).__name__}", ExitCode.BUILD_FAILED)
                _after_failure(settings, channels, name, unexpected, request)
                raise
            complaint = complaint or outcome.complaint
        if channels:
            tell_recovery(settings, channels)
            tell_hand_raises(settings, channels)
        if complaint:
            raise complaint


def _timed(name: str, step: Step, settings: Settings, request: Request, say: Say) -> Outcome:
    begun = time.monotonic()
    try:
        outcome = step(settings, request)
    except BaseException:
        say(Line(name, time.monotonic() - begun, "failed", is_failed=True))
        raise
    say(Line(name, time.monotonic() - begun, outcome.said, outcome.is_news))
    return outcome


def _after_failure(
    settings: Settings, channels: Channels | None, step: str, error: LeadsError, request: Request
) -> None:
    """The failure is told, and hand-raises that are published. What cannot be told is said, and the failure stays the first."""
    if channels is None:
        return
    for tell in (
        lambda: tell_failure(settings, channels, step, error),
        lambda: tell_hand_raises(settings, channels),
    ):
        try:
            tell()
        except LeadsError as problem:
            request.warn(str(problem))


@contextmanager
def _one_at_a_time(settings: Settings) -> Iterator[None]:
    """The lock ends with the process."""
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with settings.warehouse.with_name(settings.warehouse.name + ".run.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LeadsError(
                "Another run of this warehouse is going on: it does what there is to do; the next one comes in turn.",
                ExitCode.LOCKED,
            ) from error
        yield
