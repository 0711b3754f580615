"""What an e-mail address is matched by, from the same macro that the models use."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from leads.base.settings import PROJECT_DIR

MACRO = PROJECT_DIR / "macros/dialect/email_key.sql"


def email_key(column: str) -> str:
    """SQL of the key of an e-mail address."""
    return str(_macros().duckdb__email_key(column))


@cache
def _macros() -> Any:
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 - it renders SQL
    return environment.from_string(MACRO.read_text(encoding="utf-8")).module
