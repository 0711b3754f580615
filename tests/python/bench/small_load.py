"""The load of these tests, and how to ask it."""

from __future__ import annotations

from collections.abc import Callable

from bench.load.write_load import Load

LOAD = Load(events=20_000, seed=3)
Query = Callable[[str], list[tuple[object, ...]]]
