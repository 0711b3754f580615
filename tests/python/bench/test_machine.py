"""What the page says of the machine names the limits that were set, and no others."""

from __future__ import annotations

import pytest

from bench.machine import describe_machine


def test_limits_that_were_set_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADS_MEMORY_LIMIT", "4GB")
    monkeypatch.setenv("LEADS_THREADS", "1")
    assert describe_machine().endswith("; DuckDB held to 4GB in landing, builds and replays; models built 1 at a time")
    monkeypatch.delenv("LEADS_MEMORY_LIMIT")
    monkeypatch.delenv("LEADS_THREADS")
    assert "held" not in describe_machine()
    assert "at a time" not in describe_machine()
