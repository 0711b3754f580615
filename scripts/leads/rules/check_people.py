"""Survey scales and the roles of a buying group."""

from __future__ import annotations

from collections.abc import Iterator

from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table

CUTS = ("promoter_from", "passive_from")


def check_surveys(rules: Ruleset) -> Iterator[Problem]:
    """Problems of survey_scales: a scale without steps; one cut without the other; cuts reversed or off the scale."""
    table = rules["survey_scales"]
    for row in table.rows:
        low, high = row.number("scale_low"), row.number("scale_high")
        if low is not None and high is not None and low >= high:
            yield table.problem(row, "scale_high", "scale_high is not above scale_low", "write a larger number")
        else:
            yield from _check_cuts(table, row)


def check_roles(rules: Ruleset) -> Iterator[Problem]:
    """Problems of buying_group_roles: a list with an empty element. Values are not quoted."""
    table = rules["buying_group_roles"]
    for row in table.rows:
        if "" in row.items("value"):
            yield table.problem(row, "value", "the list has an empty element", "remove one |")


def _check_cuts(table: Table, row: Row) -> Iterator[Problem]:
    given = [cut for cut in CUTS if row.text(cut)]
    if len(given) == 1:
        missing = next(cut for cut in CUTS if cut not in given)
        yield table.problem(row, missing, f"there is {given[0]} and no {missing}", "write both or none")
        return
    off = [cut for cut in given if not _is_on_scale(row, cut)]
    for cut in off:
        remedy = f"write a number from {row.text('scale_low')} to {row.text('scale_high')}"
        yield table.problem(row, cut, f"{cut} is not on the scale", remedy)
    promoter, passive = (row.number(cut) for cut in CUTS)
    if promoter is not None and passive is not None and not off and promoter <= passive:
        fault = "promoter_from is not above passive_from"
        yield table.problem(row, "promoter_from", fault, "write a larger number")


def _is_on_scale(row: Row, cut: str) -> bool:
    return int(row.text("scale_low")) <= int(row.text(cut)) <= int(row.text("scale_high"))
