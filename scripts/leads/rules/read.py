"""Read one seed and check its form: encoding, header, number of cells, each cell."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from leads.rules.cells import check_cell
from leads.rules.columns import Seed
from leads.rules.problem import Problem
from leads.rules.table import Row, Table

LONGEST = 60  # letters of a name that a message repeats


def read_seed(folder: Path, seed: Seed) -> tuple[Table, list[Problem]]:
    """The rows of a seed and the problems of its form; with problems the rows are not to be relied on."""
    path = folder / f"{seed.name}.csv"
    file = f"{folder.name}/{path.name}"
    table = Table(seed, file, [])
    if seed.may_lack and not path.exists():
        return table, []
    try:
        content = path.read_bytes()
    except OSError:
        return table, [
            Problem(
                file,
                None,
                None,
                "the file is missing or unreadable",
                "copy it from seeds/ and adapt it",
            )
        ]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = f"byte {error.start + 1} of the file is not UTF-8"
        return table, [Problem(file, line, None, fault, "save the file as UTF-8")]
    odd = _odd_line_end(text)
    if odd:
        fault = "the line does not end as the first one does, or ends without a line feed"
        return table, [Problem(file, odd, None, fault, "save the file with one kind of line end")]
    try:
        records = _records(text)
    except _BrokenCsvError as broken:
        return table, [
            Problem(
                file,
                broken.line,
                None,
                "the line is not CSV (an open quote?)",
                "close the quotes",
            )
        ]
    if not records:
        return table, [
            Problem(
                file,
                None,
                None,
                "the file is empty",
                f"begin it with {','.join(seed.header)}",
            )
        ]
    problems = _check_header(file, records[0][1], seed)
    if problems:
        return table, problems
    header = records[0][1]
    columns = [column for column in seed.columns if column.name in header]
    for line, cells in records[1:]:
        if len(cells) != len(columns):
            fault = f"the row has {len(cells)} cells where the header has {len(columns)}"
            problems.append(
                Problem(
                    file,
                    line,
                    None,
                    fault,
                    "add or remove commas, or quote text that has a comma",
                )
            )
            continue
        table.rows.append(Row(line, dict.fromkeys(seed.header, "") | dict(zip(header, cells, strict=True))))
        for column, cell in zip(columns, cells, strict=True):
            found = check_cell(column, cell)
            if found:
                problems.append(Problem(file, line, column.name, *found))
    if len(records) == 1 and not seed.may_be_empty:
        problems.append(Problem(file, None, None, "the file has no rows", "add at least one"))
    return table, problems


def _odd_line_end(text: str) -> int | None:
    """The first line whose end is another than that of line 1, or a carriage return alone: the reader of dbt stops there."""
    ends = re.findall(r"\r\n|\n|\r", text)
    return next((line for line, end in enumerate(ends, 1) if end != ends[0] or end == "\r"), None)


class _BrokenCsvError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


def _records(text: str) -> list[tuple[int, list[str]]]:
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise _BrokenCsvError(line) from None
    return records


def _check_header(file: str, header: list[str], seed: Seed) -> list[Problem]:
    expected = [column.name for column in seed.columns if column.name in header or not column.may_lack]
    if header == expected:
        return []
    if not set(header) & set(seed.header):
        return [
            Problem(
                file,
                1,
                None,
                "the line is not the header",
                f"write {','.join(seed.header)}",
            )
        ]
    problems = [
        Problem(
            file,
            1,
            column,
            "the column is missing",
            "add it to the header and to each row",
        )
        for column in expected
        if column not in header
    ]
    problems += [
        Problem(file, 1, column[:LONGEST], "the column is unknown", "remove it or correct its name")
        for column in dict.fromkeys(header)
        if column not in seed.header
    ]
    problems += [
        Problem(file, 1, column, "the column comes twice", "keep one")
        for column in dict.fromkeys(header)
        if column in seed.header and header.count(column) > 1
    ]
    return problems or [
        Problem(
            file,
            1,
            None,
            "the columns are in another order",
            f"write them as {','.join(expected)}",
        )
    ]
