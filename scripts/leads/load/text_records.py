"""The records of a text file by Python's own parsers: the independent count, and the way back to a line."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple, TextIO

from leads.load.delivery import refuse

csv.field_size_limit(1 << 30)

SAMPLE = 200
LONGEST = 2_000_000  # bytes of one record, as DuckDB reads at most
NOT_UTF8 = "holds bytes that are not UTF-8"
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_NUL = "\udc00"  # stands in for NUL, which Python 3.10 refuses; never made by decoding


class TextRecord(NamedTuple):
    """line: where it begins. number: the how-maniest record it is. Both from 1, with the header and empty lines. raw: its
    lines. problem: why it is no row, else None."""

    line: int
    number: int
    raw: list[str]
    problem: str | None


class _Lines:
    """The lines of a file, remembering those of the record being read."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self.file).replace("\0", _NUL)
        self.taken.append(line)
        return line


def open_text(path: Path) -> TextIO:
    """A file as text that keeps its line ends, and bytes that are not UTF-8 as surrogates."""
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def csv_header(path: Path, delimiter: str, line: int = 1) -> list[str]:
    """The column names of the first line, which is that line of the delivered file. Errors: BAD_INPUT without one, or when
    a name comes twice."""
    with open_text(path) as file:
        try:
            names = next(csv.reader(_Lines(file), delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            raise refuse(path, f"its header line has a quote that does not close; correct line {line}") from error
    if not any(names):
        raise refuse(path, "it has no header line; deliver the column names as its first line")
    twice = [name for index, name in enumerate(names) if name and name in names[:index]]
    if twice:
        raise refuse(path, f"its header names a column twice (columns {_places(names, twice[0])}); rename one")
    return names


def _places(names: list[str], twice: str) -> str:
    return " and ".join(str(index) for index, name in enumerate(names, 1) if name == twice)


def csv_width(path: Path, delimiter: str, header: list[str]) -> int:
    """How many values a record has: as many as the header, one less when the header ends with a delimiter and most of the
    first records do not."""
    if header[-1]:
        return len(header)
    widths = Counter[int]()
    with open_text(path) as file, suppress(csv.Error):  # told when the records are read
        widths.update(map(len, islice(csv.reader(_Lines(file), delimiter=delimiter), 1, SAMPLE)))
    return len(header) - (widths[len(header) - 1] > widths[len(header)])


def csv_records(path: Path, delimiter: str, width: int, is_utf8: bool, skipped: int = 0) -> Iterator[TextRecord]:
    """The records after the header. skipped: lines of the delivered file before it. Errors: BAD_INPUT when a quote opens
    and never closes."""
    with open_text(path) as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        next(reader)
        for number in count(2):
            line, lines.taken = reader.line_num + 1 + skipped, []
            problem = None
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "end of data" in str(error):
                    raise refuse(path, f"a quote in the record at line {line} never closes; close it") from error
                values, problem = [], "has text after a closing quote"
            while len(values) > width and not values[-1]:
                values.pop()  # a delimiter at the end of the line
            if problem is None and len(values) != width:
                if not values and width > 1:
                    continue  # an empty line
                if values:
                    problem = f"has {len(values)} values where the header has {width}"
            if not is_utf8 and _BAD_BYTE.search("".join(lines.taken)):
                problem = NOT_UTF8
            yield TextRecord(line, number, lines.taken, problem)


def json_records(path: Path, delimiter: str, lines: Sequence[int] | None = None) -> Iterator[TextRecord]:
    """The lines, empty ones included; delimiter is a character that no valid line holds. lines: where they stood in the
    delivered file, None for a file of JSON lines."""
    with path.open("rb") as file:
        for number, content in enumerate(file, 1):
            if number == 1:
                content = content.removeprefix(b"\xef\xbb\xbf")
            text = content.decode("utf-8", "surrogateescape")
            problem = "is not a JSON object" if delimiter in text else None
            if _BAD_BYTE.search(text):
                problem = NOT_UTF8
            yield TextRecord(lines[number - 1] if lines else number, number, [text], problem)
