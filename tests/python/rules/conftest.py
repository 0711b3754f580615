"""A copy of the shipped rules that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from leads.rules import find_problems
from rules_folder import MAPPINGS, RULES, Found, SetCell, write_cell


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Copies of the shipped rule seeds and mapping seeds."""
    shutil.copytree(RULES, tmp_path / "rules")
    shutil.copytree(MAPPINGS, tmp_path / "mappings")
    return tmp_path / "rules", tmp_path / "mappings"


@pytest.fixture
def set_cell(folders: tuple[Path, Path]) -> SetCell:
    """Write one cell of the copy: seed, row (the header is row 1), column, text."""

    def write(seed: str, row: int, column: str, text: str) -> None:
        path = next(folder / f"{seed}.csv" for folder in folders if (folder / f"{seed}.csv").exists())
        write_cell(path, row, column, text)

    return write


@pytest.fixture
def problems(folders: tuple[Path, Path]) -> Found:
    """What the checker finds in the copy."""
    return lambda: find_problems(*folders)
