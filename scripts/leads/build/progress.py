"""How far a run of dbt is."""

from __future__ import annotations

import threading


class RunProgress:
    """Nodes done, running and in all. dbt tells it from several threads, a screen reads it from another."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0
        self._running: dict[str, str] = {}
        self._lock = threading.Lock()

    def begin(self, total: int) -> None:
        """The first nodes are about to start."""
        with self._lock:
            self.total = total

    def start(self, node_id: str, name: str) -> None:
        """A node has started."""
        with self._lock:
            self._running[node_id] = name

    def finish(self, node_id: str) -> None:
        """A node has ended, well or not."""
        with self._lock:
            self._running.pop(node_id, None)
            self.done += 1

    def running(self) -> str:
        """The names of what runs, what began first first."""
        with self._lock:
            return ", ".join(self._running.values())

    def line(self) -> str:
        """All of it in one line: `120 of 332 done, running int_events_resolved`."""
        running = self.running()
        far = f"{self.done} of {self.total} done" if self.total else "reading the project"
        return f"{far}, running {running}" if running else far
