"""What the checker reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault of a rule seed.

    file: folder and file name. row: line of the file, the header is line 1; None for the whole file. column: as the
    header names it; None for the whole row. fault and remedy: two halves of the sentence.
    """

    file: str
    row: int | None
    column: str | None
    fault: str
    remedy: str

    def __str__(self) -> str:
        """The problem as one sentence that names file, row, column and remedy."""
        row = f", row {self.row}" if self.row is not None else ""
        column = f", column {self.column}" if self.column is not None else ""
        return f"{self.file}{row}{column}: {self.fault}; {self.remedy}."
