"""What the words of a statement show, before it is parsed: the parser is more lenient than Spark."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlglot import tokenize

from .functions import GRAMMAR, REMEDIES, SHARED, SPARK_ONLY


class Word(NamedTuple):
    """A word, sign or literal in lower case, as written, and where it starts."""

    text: str
    start: int


class Problem(NamedTuple):
    """What stands at an offset of the SQL and what to write instead."""

    start: int
    construct: str
    remedy: str


# A sequence of words that fails on Spark or means another thing, and the portable form.
_SEQUENCES = {
    "qualify": "row_number in a CTE, and where",
    "::": "cast(x as type)",
    "[": "no list literal, no element by position: a dispatched macro",
    "{": "no struct literal: columns",
    "->": "the macro json_get",
    "->>": "the macro json_get",
    "/ /": "floor(a / b)",
    "exclude (": "name the columns",
    "except (": "name the columns",
    "at time zone": "timestamps are UTC; convert in the loader",
    "with recursive": "a fixed number of doublings, see follow_merges",
    "asof": "a join on half-open periods",
    "positional join": "a join on keys",
    "by name": "name the columns of both sides in one order",
    "distinct on": "row_number in a CTE, and where",
    "pivot": "an aggregate with filter (where ...)",
    "unpivot": "union all",
    "using sample": "a condition on a key",
    "= =": "=",
    ", from": "no comma after the last column",
    ", )": "no comma after the last item",
    "( from": "select ... from",
    "as text )": "cast(x as string)",
    "as varchar )": "cast(x as string)",
}
_WORD = re.compile(r"[a-z_]\w*")
_MARKS = {"(": 1, ")": -1}


def words(sql: str) -> list[Word]:
    """The statement as words; a literal keeps its quotes."""
    found = []
    for token in tokenize(sql, read="spark"):
        written = sql[token.start : token.end + 1]
        if written[:1] in "'\"`":
            found.append(Word(written, token.start))
        else:
            found.extend(
                Word(part.group().lower(), token.start + part.start()) for part in re.finditer(r"\S+", written)
            )
    return found


def word_problems(sql: str, is_dialect: Callable[[int], bool]) -> Iterator[Problem]:
    """Problems in the words. is_dialect(offset): whether the text there is from macros/dialect."""
    found = words(sql)
    if found and found[0].text == "from":
        yield Problem(found[0].start, "from first", "select ... from")
    yield from _sequence_problems(found, is_dialect)
    yield from _literal_problems(found)
    yield from _function_problems(found, is_dialect)
    yield from _trim_problems(found)
    yield from _order_problems(found)


def _sequence_problems(found: list[Word], is_dialect: Callable[[int], bool]) -> Iterator[Problem]:
    texts = [word.text for word in found]
    for sequence, remedy in _SEQUENCES.items():
        parts = sequence.split()
        for at in range(len(texts) - len(parts) + 1):
            if texts[at : at + len(parts)] == parts and not (parts == ["->"] and is_dialect(found[at].start)):
                yield Problem(found[at].start, sequence.replace("/ /", "//").strip(), remedy)


def _literal_problems(found: list[Word]) -> Iterator[Problem]:
    end_of_literal = -1
    for word in found:
        if word.text[0] in '"`':
            yield Problem(word.start, f"quoted identifier {word.text}", 'a plain name: "x" is a text on Spark')
        elif word.text[0] == "'":
            if word.start == end_of_literal:
                yield Problem(word.start, "'' in a literal", "chr(39), which is a quote on both engines")
            if "\\" in word.text:
                yield Problem(word.start, "backslash in a literal", "chr(92), or a pattern with [ ]")
            end_of_literal = word.start + len(word.text)


def _function_problems(found: list[Word], is_dialect: Callable[[int], bool]) -> Iterator[Problem]:
    for word, following in itertools.pairwise(found):
        name = word.text
        if following.text != "(" or not _WORD.fullmatch(name) or name in GRAMMAR or name in SHARED:
            continue
        if name not in SPARK_ONLY or not is_dialect(word.start):
            remedy = REMEDIES.get(
                name, "a function of both engines, or a dispatched macro; see portability/functions.py"
            )
            yield Problem(word.start, f"{name}()", remedy)


def _trim_problems(found: list[Word]) -> Iterator[Problem]:
    """ltrim and rtrim take the characters last on DuckDB, first on Spark."""
    for at, word in enumerate(found[:-1]):
        if word.text not in ("ltrim", "rtrim", "trim") or found[at + 1].text != "(":
            continue
        depth = 0
        for part in found[at + 1 :]:
            depth += _MARKS.get(part.text, 0)
            if depth == 1 and part.text == ",":
                yield Problem(word.start, f"{word.text} of given characters", "trim(trailing x from y)")
            if depth == 0:
                break


def _order_problems(found: list[Word]) -> Iterator[Problem]:
    """Every item of every order by says where nulls go."""
    for at, (word, following) in enumerate(itertools.pairwise(found)):
        if (word.text, following.text) != ("order", "by"):
            continue
        depth = 0
        item: list[Word] = []
        for part in [*found[at + 2 :], Word(")", len(found))]:
            if depth == 0 and part.text in (",", ")", "rows", "range", "limit", "offset", ";"):
                if [one.text for one in item][-2:] not in (["nulls", "last"], ["nulls", "first"]):
                    yield Problem(item[0].start if item else word.start, "order by without nulls", "asc nulls last")
                item = []
                if part.text != ",":
                    break
                continue
            depth += _MARKS.get(part.text, 0)
            item.append(part)
