"""Spares dbt the messages about its statements that nobody reads: they take a quarter of the time of small models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

# Told at level debug of every statement, connection or node. dbt makes two messages of each before it asks for the level.
UNREAD = frozenset(
    [
        *("CacheAction", "ConnectionClosed", "ConnectionReused", "ConnectionUsed", "NewConnectionOpening"),
        *("NodeCompiling", "NodeExecuting", "SQLCommit", "SQLQuery", "SQLQueryStatus", "WritingInjectedSQLForNode"),
    ]
)


@contextmanager
def sparing_unread_events() -> Iterator[None]:
    """While dbt runs in this process, of these events it makes no message. For a log at level info."""
    from dbt_common.events.base_types import BaseEvent
    from dbt_common.events.event_manager import EventManager

    make, fire = BaseEvent.__init__, EventManager.fire_event

    def make_read(event: BaseEvent, *args: Any, **details: Any) -> None:
        if type(event).__name__ not in UNREAD:
            make(event, *args, **details)

    def fire_read(manager: EventManager, e: BaseEvent, *args: Any, **details: Any) -> None:
        if type(e).__name__ not in UNREAD:
            fire(manager, e, *args, **details)

    with patch.object(BaseEvent, "__init__", make_read), patch.object(EventManager, "fire_event", fire_read):
        yield
