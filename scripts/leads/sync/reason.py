"""What a destination says of a row, as it may be kept: without tokens, addresses of people and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable

EMAIL = re.compile(r"[^\s@<>(),;:\"']+@[^\s@<>(),;:\"']+")
LONGEST = 300


def kept_reason(text: str, secrets: Iterable[str]) -> str:
    """A reason of at most 300 characters in one line; secrets and what looks like an e-mail address are taken out."""
    for secret in secrets:
        text = text.replace(secret, "(secret)")
    text = EMAIL.sub("(e-mail)", text)
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
