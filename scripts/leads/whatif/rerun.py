"""Which models changed rules touch, and those again: the statements of the build, in its order, as far as anything changes.

A model is left as it is kept when nothing that it reads has changed, when it reads nothing of what changed (its statement holds
without the columns that did), or when it comes out as before. So a change of points starts where points are added up, and only a
changed condition goes back to events.
"""

from __future__ import annotations

from collections.abc import Collection
from graphlib import TopologicalSorter

import duckdb

from leads.base import sql
from leads.whatif.scratch import FRESH, KEPT, THEIRS, Scratch, no_build

# Of a build, not of rules: what it found, renewed and called its version. And the dates to come, which no state asks for.
LEFT = frozenset(
    f"intermediate.{name}"
    for name in ("int_build_baseline", "int_lead_inputs", "int_leads_renewed", "int_ruleset", "int_cooling_dates_asked")
)
# Schemas of models; other tables are loaded, or are rules.
COMPUTED = ("staging.", "intermediate.", "marts.")
# The columns of a table that changed; None: any of it may be another.
Changed = dict[str, frozenset[str] | None]


def rerun(
    place: Scratch,
    changed: Changed,
    targets: Collection[str],
    left: frozenset[str] = LEFT,
    narrows: bool = True,
) -> list[str]:
    """Compute again what the targets need and the changed tables touch; returns the models that were computed.

    left: models that stay as they are, and what only they need. narrows: whether only leads that the changes touch are computed
    where that can be told. Raises LeadsError (NOT_FOUND) where a model is of another build.
    """
    graph = _graph(place, targets, left)
    order = [table for table in TopologicalSorter(graph).static_order() if table in graph]  # the others are left
    of_rules: set[str] = set()
    for table in order:
        if "lead_key" not in place.kept_columns.get(table, {}) and of_rules.issuperset(graph[table]):
            of_rules.add(table)
    computed = [table for table in order if table in of_rules and _again(place, table, changed)]
    place.is_narrowed = False
    of_leads = [table for table in order if table not in of_rules]
    roots = _roots(place, graph, of_leads, changed) if narrows else []
    computed += [table for table in roots if _again(place, table, changed)]
    if roots:
        place.narrow_to([table for table in roots if table in changed])
    rest = (table for table in of_leads if table not in roots)
    return computed + [table for table in rest if _again(place, table, changed)]


def _again(place: Scratch, table: str, changed: Changed) -> bool:
    """Compute a model if it reads what changed, and note what that changes; whether it was computed."""
    touched = {parent: changed[parent] for parent in place.statements[table].parents if parent in changed}
    if not touched or not _reads_change(place, table, touched):
        return False
    if table in place.views:
        place.show_again(table)
        changed[table] = None
        return False
    place.compute(table)
    columns = changed_columns(place, table)
    if columns is None or columns:
        changed[table] = columns
    else:
        place.forget(table)
    return True


def _roots(place: Scratch, graph: dict[str, list[str]], order: list[str], changed: Changed) -> list[str]:
    """The models of leads that changed rules touch at once, where none of them follows from another: what follows from them
    follows, lead by lead, from the leads that they touch. Nothing where that does not hold."""
    found: list[str] = []
    for table in order:
        touched = {parent: changed[parent] for parent in place.statements[table].parents if parent in changed}
        if not touched or not _reads_change(place, table, touched):
            continue
        if "lead_key" not in place.kept_columns.get(table, {}) or table in place.views:
            return []
        found.append(table)
    followed, waiting = set[str](), [parent for table in found for parent in graph[table]]
    while waiting:
        table = waiting.pop()
        if table not in followed:
            followed.add(table)
            waiting += graph[table]
    return [] if followed & set(found) else found


def _graph(place: Scratch, targets: Collection[str], left: frozenset[str]) -> dict[str, list[str]]:
    """The models that the targets follow from, and these, each with what it reads of them."""
    graph: dict[str, list[str]] = {}
    waiting = list(targets)
    while waiting:
        table = waiting.pop()
        if table not in graph and table in place.statements and table not in left:
            parents = [parent for parent in place.statements[table].parents if parent not in left]
            graph[table] = [parent for parent in parents if parent in place.statements]
            if any(parent.startswith(COMPUTED) for parent in parents if parent not in graph[table]):
                raise no_build()  # a part of a build, or one that failed, made what this model reads
            waiting += graph[table]
    return graph


def _reads_change(place: Scratch, table: str, touched: Changed) -> bool:
    """Whether a statement reads any column that changed: without them it does not hold, or has other columns."""
    parts = [(parent, columns) for parent, columns in touched.items() if columns is not None]
    if len(parts) < len(touched):
        return True
    place.show_parents(table)
    try:
        for parent, columns in parts:
            place.show_without(parent, columns)
        return place.described(place.statements[table].query) != place.kept_columns[table]
    except duckdb.Error:
        return True
    finally:
        for parent, _ in parts:
            place.show_again(parent)


def changed_columns(place: Scratch, table: str) -> frozenset[str] | None:
    """The columns in which a fresh table differs from the kept one while the rest of its rows is the same; None when it is not."""
    columns = place.columns(table)
    if columns != place.kept_columns[table]:
        return None
    ours = (THEIRS,) if table in place.partly else ()
    sides = [f"({place.asked(where, table, *ours)})" for where in (KEPT, FRESH)]
    sums = ", ".join(f"sum(hash({sql.name(column)}))" for column in columns)
    kept, fresh = (place.con.execute(f"select count(*), {sums} from {side}").fetchone() or () for side in sides)
    if kept[0] != fresh[0]:
        return None
    names = list(columns)
    differing = frozenset(name for name, one, other in zip(names, kept[1:], fresh[1:], strict=True) if one != other)
    rest = [sql.name(name) for name in names if name not in differing]
    if not rest:
        return None
    whole = f"select sum(hash({', '.join(rest)})) from "
    one, other = (place.con.execute(whole + side).fetchone() for side in sides)
    return differing if one == other else None
