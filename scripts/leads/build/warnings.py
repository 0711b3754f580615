"""Every warning of a run of dbt as one sentence that names what it warns of and where to look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from leads.base.console import count
from leads.base.settings import Settings
from leads.build.failures import reason, to_see
from leads.build.withhold import without_values

# dbt's codes of what it tells of nodes that run (Q, E) and of sums at the end (Z): of those the results tell.
OF_NODES = ("E", "Q", "Z")


def warned_nodes(results: list[Any], settings: Settings) -> Iterator[str]:
    """The nodes that ended with a warning."""
    for result in results:
        if str(result.status) == "warn":
            kind = str(result.node.resource_type).replace("_", " ")
            broken = getattr(result, "failures", None)
            why = f"{count(broken, 'row')} against it" if broken else reason(str(result.message or ""))
            remedy = str(getattr(result.node, "description", "")).strip().rstrip(".")
            told = "; ".join(filter(None, (why, remedy, to_see(result, settings))))
            yield f"The {kind} {result.node.name} warns: {told}."


def warned_of_project(warn: Callable[[str], None]) -> Callable[[Any], None]:
    """A listener to dbt that passes on what it warns of in the project and in the command, each once."""
    told = set()

    def listen(event: Any) -> None:
        if str(event.info.level) == "warn" and not event.info.code.startswith(OF_NODES):
            sentence = " ".join(without_values(event.info.msg).split())
            if sentence not in told:
                told.add(sentence)
                warn(f"dbt warns: {sentence}")

    return listen
