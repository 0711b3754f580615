"""The clock of what is noted beside the numbers; no score reads it."""

from __future__ import annotations

import time
from datetime import datetime, timezone


def now() -> datetime:
    """The current moment, UTC, without a zone, as the state keeps it."""
    return datetime.fromtimestamp(time.time(), timezone.utc).replace(tzinfo=None)
