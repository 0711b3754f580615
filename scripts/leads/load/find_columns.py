"""Finds the mapped columns in a header: by name, else by the name without regard to capitals and blanks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from leads.load.delivery import refuse


def find_columns(path: Path, wanted: Iterable[str], present: Iterable[str]) -> dict[str, str]:
    """Wanted name -> name in the file, for those that are there.

    Errors: BAD_INPUT when two columns of the file differ from a wanted one only in capitals and blanks.
    """
    there = list(present)
    alike: dict[str, list[str]] = {}
    for name in there:
        alike.setdefault(plain_name(name), []).append(name)
    found = {}
    for name in wanted:
        candidates = [name] if name in there else alike.get(plain_name(name), [])
        if len(candidates) > 1:
            raise refuse(
                path, f"its columns {' and '.join(candidates)} differ only in capitals and blanks; rename one of them"
            )
        if candidates:
            found[name] = candidates[0]
    return found


def plain_name(name: str) -> str:
    """A name without regard to capitals, blanks around it and the width of those inside."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
