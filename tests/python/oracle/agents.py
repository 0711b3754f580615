"""Which user agents are programs: by the field's list and by our own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .rules import Rule


class Agents:
    """The rows of both lists; a row that does not say how it matches matches anywhere."""

    def __init__(self, rows: Iterable[Rule]) -> None:
        self._rows = [(row.get("match") or "contains", row.get("pattern") or "") for row in rows]
        self._seen: dict[str, bool] = {}

    def has(self, agent: str) -> bool:
        """Whether a program names itself so."""
        if agent not in self._seen:
            self._seen[agent] = bool(agent) and self._is_listed(agent)
        return self._seen[agent]

    def _is_listed(self, agent: str) -> bool:
        words, text = _words(agent), agent.lower()
        is_human = any(how == "human" and _words(pattern) in words for how, pattern in self._rows)
        for how, pattern in self._rows:
            if (how == "words" and _words(pattern) in words) or (how == "begins" and words.startswith(_words(pattern))):
                return True
            if how == "contains" and pattern.lower() in text:
                return True
            if how == "ends_word" and not is_human and any(word.endswith(pattern.lower()) for word in words.split()):
                return True
        return False


def _words(text: str) -> str:
    """Lower case, one blank between and around; a slash is a word, other signs part words."""
    return (
        " "
        + " ".join(re.sub(r"[,;:&()\-.|+<>_@!?=%*~#\"'\[\]{}$^]", " ", text.lower().replace("/", " / ")).split())
        + " "
    )
