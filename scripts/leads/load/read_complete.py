"""Reads `complete:` of a mapping entry."""

from __future__ import annotations

from typing import Any

from leads.load.mapping import Complete


def read_complete(node: Any, table: str) -> Complete | None:
    """Whether each delivery is the whole table. Errors: ValueError with the remedy."""
    if isinstance(node, bool):
        return Complete() if node else None
    words = {"as_of": ("loaded_at",), "may_be_empty": (True, False)}
    if not isinstance(node, dict) or any(word not in words or value not in words[word] for word, value in node.items()):
        raise ValueError(
            f"`complete` of table `{table}` is neither true nor false; write so, or `{{as_of: loaded_at, may_be_empty: true}}` "
            "with one or both of these keys"
        )
    return Complete(is_dated="as_of" in node, may_be_empty=bool(node.get("may_be_empty")))
