"""What only the parsed statement shows: the operands of an operator, the scope of a name, the type of a cast."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp, parse_one

from .words import Problem

_WHOLE = ("bigint", "int", "smallint", "tinyint")
_TYPES = ("bigint", "boolean", "date", "decimal", "double", "int", "text", "timestamp", "timestamptz")
_DATE = re.compile(r"(.*_on|.*_date|valid_from|valid_to)", re.IGNORECASE)
_TIME = re.compile(r".*_at", re.IGNORECASE)
_TRUTH = re.compile(r"(is|has)_.*", re.IGNORECASE)


def tree_problems(sql: str) -> Iterator[Problem]:
    """Problems in the parsed statement. Raises sqlglot's ParseError for what is no Spark SQL."""
    for node in parse_one(sql, read="spark").walk():
        if isinstance(node, exp.Select):
            yield from _aliases_in_where(node)
        for kind, problem_of in _RULES.items():
            if isinstance(node, kind) and (told := problem_of(node)):
                yield Problem(_start(node), *told)


def _start(node: exp.Expr) -> int:
    """Where a node starts: its first part that knows its place, else that of what contains it."""
    places = [int(part.meta["start"]) for part in node.walk() if "start" in part.meta]
    if places:
        return min(places)
    return _start(node.parent) if node.parent else 0


def _named(node: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(node, exp.Column) and bool(pattern.fullmatch(node.name))


def _is_date(node: object) -> bool:
    return _named(node, _DATE) or (isinstance(node, exp.Cast) and node.to.sql("spark").lower() == "date")


def _arithmetic(node: exp.Expr) -> tuple[str, str] | None:
    sides = (node.args.get("this"), node.args.get("expression"))
    if any(_is_date(side) for side in sides):
        return "arithmetic on a date", "the macros add_days and day_difference"
    if isinstance(node, exp.Sub) and all(_named(side, _TIME) for side in sides):
        return "difference of timestamps", "a dispatched macro"
    return None


def _interval(node: exp.Expr) -> tuple[str, str] | None:
    is_plain = isinstance(node.args.get("this"), exp.Literal)
    return None if is_plain else ("interval of an expression", "interval 1 day, the number a literal")


def _sum(node: exp.Expr) -> tuple[str, str] | None:
    is_truth = isinstance(node.this, (exp.Predicate, exp.Not, exp.And, exp.Or)) or _named(node.this, _TRUTH)
    return ("sum of a boolean", "count_if, or sum(case when x then 1 else 0 end)") if is_truth else None


def _cast(node: exp.Expr) -> tuple[str, str] | None:
    kind = node.args["to"].sql("spark").lower().split("(")[0]
    shown = node.args["to"].sql("duckdb").lower()
    if kind not in _TYPES and kind != "string":
        return f"cast to {shown}", f"one of {', '.join(name for name in _TYPES if name != 'text')}, string"
    fractions = (exp.Div, exp.Round, exp.Avg, exp.Median, exp.Pow, exp.Sqrt)
    is_rounded = isinstance(node.this, exp.Round) and node.this.args.get("decimals") is None
    is_whole = isinstance(node.this, (exp.Floor, exp.Ceil)) or is_rounded
    if kind in _WHOLE and not is_whole and node.this.find(*fractions):
        return "cast of a fraction to a whole number", "floor or round first: DuckDB rounds, Spark cuts"
    return None


def _division(node: exp.Expr) -> tuple[str, str] | None:
    if isinstance(node.parent, (exp.Alias, exp.Select)):
        return "bare division", "cast the quotient: its type differs"
    return None


def _pattern(node: exp.Expr) -> tuple[str, str] | None:
    pattern = node.args.get("expression")
    is_anchored = isinstance(pattern, exp.Literal) and (pattern.name.startswith("^") or pattern.name.endswith("$"))
    return (
        None if is_anchored else ("regexp_replace without an anchor", "^ or $: DuckDB replaces once, Spark every time")
    )


def _star(node: exp.Expr) -> tuple[str, str] | None:
    has_changes = any(node.args.get(name) for name in ("except", "except_", "replace", "rename"))
    return ("star with changes", "name the columns") if has_changes else None


def _aliases_in_where(node: exp.Select) -> Iterator[Problem]:
    made = {item.alias for item in node.expressions if isinstance(item, exp.Alias) and item.this.name != item.alias}
    where = node.args.get("where")
    for column in where.find_all(exp.Column) if where else ():
        if column.name in made and not column.table and column.find_ancestor(exp.Select) is node:
            yield Problem(_start(column), f"alias {column.name} in where", "a CTE that makes the column")


def _generator(node: exp.Expr) -> tuple[str, str] | None:
    is_alone = isinstance(node.parent, (exp.Alias, exp.Select))
    return None if is_alone else ("explode inside an expression", "explode(transform(list, x -> ...)) as y")


def _window(node: exp.Expr) -> tuple[str, str] | None:
    return ("filter before over", "count_if, or a case in the aggregate") if isinstance(node.this, exp.Filter) else None


_RULES = {
    exp.Window: _window,
    exp.Add: _arithmetic,
    exp.Sub: _arithmetic,
    exp.Interval: _interval,
    exp.Sum: _sum,
    exp.Cast: _cast,
    exp.Div: _division,
    exp.RegexpReplace: _pattern,
    exp.Star: _star,
    exp.Explode: _generator,
}
