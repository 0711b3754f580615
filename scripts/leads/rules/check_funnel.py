"""Funnel stages: their order, and the signals that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table
from leads.rules.words import FIRST_SIGNAL, HAND_OVER_SIGNALS, SIGNALS, STAGE_KINDS


def check_funnel(rules: Ruleset) -> Iterator[Problem]:
    """Problems of funnel_stages: exits; positions; the won and the hand-over stage; a signal without one fitting stage.

    What follows from a fault is not reported beside it.
    """
    table = rules["funnel_stages"]
    hand_over = [row for row in table.rows if row.text("is_hand_over") == "true"]
    order = _check_exits(table) or _check_positions(table) or _check_won(table) or _check_kinds(table)
    order += _check_hand_over(table, hand_over)
    signals = _check_signals(table)
    yield from order + signals
    if not order + signals:
        yield from _check_gate(table, hand_over[0])


def _is_exit(row: Row) -> bool:
    return row.text("kind") == "exit"


def _check_exits(table: Table) -> list[Problem]:
    problems: list[Problem] = []
    for row in table.rows:
        needed, other = ("allows_return", "position") if _is_exit(row) else ("position", "allows_return")
        stage = f"the stage {row.text('stage')!r} of kind {row.text('kind')}"
        if not row.text(needed):
            remedy = "write true or false" if needed == "allows_return" else "number the stages from 1"
            problems.append(table.problem(row, needed, f"{stage} has no {needed}", remedy))
        if row.text(other):
            problems.append(table.problem(row, other, f"{stage} takes no {other}", "leave the cell empty"))
    return problems


def _check_positions(table: Table) -> list[Problem]:
    problems: list[Problem] = []
    line_of: dict[str, int] = {}
    placed = _placed(table)
    for row in placed:
        position = row.text("position")
        if position in line_of:
            fault = f"row {line_of[position]} has the position {position} as well"
            problems.append(table.problem(row, "position", fault, "give each stage its own"))
        line_of.setdefault(position, row.line)
    if problems:
        return problems
    for expected, row in enumerate(sorted(placed, key=_position), start=1):
        if _position(row) != expected:
            fault = f"no stage has the position {expected}"
            return [table.problem(row, "position", fault, f"write {expected} and number on from there")]
    return []


def _check_kinds(table: Table) -> list[Problem]:
    ordered = sorted(_placed(table), key=_position)
    for before, row in pairwise(ordered):
        if STAGE_KINDS.index(row.text("kind")) < STAGE_KINDS.index(before.text("kind")):
            fault = f"a stage of kind {row.text('kind')} comes after one of kind {before.text('kind')}"
            remedy = "give marketing the smallest positions and won the largest"
            return [table.problem(row, "position", f"{fault} (row {before.line})", remedy)]
    return []


def _check_won(table: Table) -> list[Problem]:
    won = [row for row in table.rows if row.text("kind") == "won"]
    if not won:
        return [table.problem(None, "kind", "no stage is of kind won", "make the one of the last position won")]
    fault = f"row {won[0].line} is of kind won as well"
    return [table.problem(row, "kind", fault, "keep one") for row in won[1:]]


def _check_hand_over(table: Table, rows: list[Row]) -> list[Problem]:
    if not rows:
        remedy = "write true for one stage of kind marketing"
        return [table.problem(None, "is_hand_over", "no stage hands the lead over to sales", remedy)]
    fault = f"row {rows[0].line} hands the lead over as well"
    problems = [table.problem(row, "is_hand_over", fault, "write false for one of them") for row in rows[1:]]
    if rows[0].text("kind") != "marketing":
        fault = f"a stage of kind {rows[0].text('kind')} cannot hand the lead over"
        problems.append(table.problem(rows[0], "is_hand_over", fault, "write true for one of kind marketing instead"))
    return problems


def _check_signals(table: Table) -> list[Problem]:
    problems: list[Problem] = []
    line_of: dict[str, int] = {}
    for row in table.rows:
        for signal in row.items("entry_signals"):
            if signal in line_of:
                fault = f"{signal} leads to the stage of row {line_of[signal]} as well"
                problems.append(table.problem(row, "entry_signals", fault, "keep it in one row"))
            elif row.text("kind") not in SIGNALS[signal]:
                fault = f"{signal} cannot lead to a stage of kind {row.text('kind')}"
                remedy = f"move it to one of kind {' or '.join(SIGNALS[signal])}"
                problems.append(table.problem(row, "entry_signals", fault, remedy))
            line_of.setdefault(signal, row.line)
    for signal, kinds in SIGNALS.items():
        if signal not in line_of:
            remedy = f"add it to a stage of kind {' or '.join(kinds)}"
            problems.append(table.problem(None, "entry_signals", f"{signal} leads to no stage", remedy))
    return problems


def _check_gate(table: Table, hand_over: Row) -> Iterator[Problem]:
    for row in table.rows:
        for signal in row.items("entry_signals"):
            if signal in HAND_OVER_SIGNALS and row is not hand_over:
                fault = f"{signal} does not lead to the stage with is_hand_over"
                yield table.problem(row, "entry_signals", fault, f"move it to row {hand_over.line}")
            elif SIGNALS[signal] == ("marketing",) and signal not in HAND_OVER_SIGNALS and row is hand_over:
                fault = f"{signal} does not hand the lead over"
                yield table.problem(row, "entry_signals", fault, "move it to a stage before this one")
            elif signal == FIRST_SIGNAL and _position(row) != 1:
                fault = f"{signal} does not lead to the stage of position 1"
                yield table.problem(row, "entry_signals", fault, "make its stage the first")


def _placed(table: Table) -> list[Row]:
    return [row for row in table.rows if not _is_exit(row)]


def _position(row: Row) -> int:
    return int(row.text("position"))
