"""The SQL of a page: named statements of the file beside it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

VIEWS = Path(__file__).with_name("views")
NAMED = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def statements(page: str) -> dict[str, str]:
    """The statements of a page by name: each begins with a line `-- name: NAME`."""
    _, *parts = NAMED.split((VIEWS / f"{page}.sql").read_text(encoding="utf-8"))
    return {name: text.strip().rstrip(";") for name, text in zip(parts[::2], parts[1::2], strict=True)}
