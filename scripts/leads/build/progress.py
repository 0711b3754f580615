"""How far a run of dbt is, and how long it will still take by what the last such run took."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from leads.build.results import Earlier

# Share of the earlier run for which its pace is believed rather than the pace of this one.
BELIEVED = 0.1


class RunProgress:
    """Nodes done, running and in all. dbt tells it from several threads, a screen reads it from another."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.done, self.total = 0, 0
        self._clock, self._began = clock, clock()
        self._earlier, self._spent = Earlier(), 0.0
        self._running: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def begin(self, total: int, earlier: Earlier) -> None:
        """The first nodes are about to start; earlier: what the last run of the same kind took."""
        with self._lock:
            self.total, self._earlier, self._began = total, earlier, self._clock()

    def start(self, node_id: str, name: str) -> None:
        """A node has started."""
        with self._lock:
            self._running[node_id] = name, self._clock()

    def finish(self, node_id: str) -> None:
        """A node has ended, well or not."""
        with self._lock:
            self._running.pop(node_id, None)
            self._spent += self._earlier.nodes.get(node_id, 0.0)
            self.done += 1

    def seconds_left(self) -> float | None:
        """Wall time until the end; None when there is no earlier run to tell it by, or nothing left.

        The part of the earlier run that still lies ahead, times how much slower this run is so far. A running node counts
        as far as it ran, at most as long as it took then.
        """
        with self._lock:
            now, nodes = self._clock(), self._earlier.nodes
            running = (min(now - since, nodes.get(node_id, 0.0)) for node_id, (_, since) in self._running.items())
            in_all = sum(nodes.values())
            if self.done >= self.total or in_all <= 0 or self._earlier.seconds <= 0:
                return None
            share = min(1.0, (self._spent + sum(running)) / in_all)
            believed = BELIEVED * self._earlier.seconds
            slower = (now - self._began + believed) / (share * self._earlier.seconds + believed)
            return (1.0 - share) * self._earlier.seconds * slower

    def time_left(self) -> str:
        """The time left in words; empty when it is not known."""
        seconds = self.seconds_left()
        return f"about {in_words(seconds)} left" if seconds is not None else ""

    def line(self) -> str:
        """All of it in one line: `120 of 332 done, about 4 min left, running int_events_resolved`."""
        with self._lock:
            names = [name for name, _ in sorted(self._running.values(), key=lambda one: one[1])]
            far = f"{self.done} of {self.total} done" if self.total else "reading the project"
        running = f"running {', '.join(names)}" if names else ""
        return ", ".join(part for part in (far, self.time_left(), running) if part)


def in_words(seconds: float) -> str:
    """A span as people say it: `40 s`, `4 min`, `1 h 10 min`; never `0 s`."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
