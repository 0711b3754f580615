"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """subject: the file or thing looked at. problem: what is wrong, None when it is well. remedy: what to do."""

    subject: str
    problem: str | None = None
    remedy: str = ""
