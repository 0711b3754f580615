"""Where the published files of a warehouse lie; see docs/publishing.md."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from leads.base.errors import ExitCode, LeadsError

ANALYSTS = "analysts"
BI = "bi"
AUDIENCES = (ANALYSTS, BI)
UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Layout:
    """The folder beside a warehouse that holds what is published of it: `leads.published` for `leads.duckdb`.

    generations/NNNNNN holds one complete publication each: analysts/NAME, bi/NAME and its `generation.json`; NAME is that of
    the warehouse. analysts/NAME and bi/NAME in the folder itself lead to the served one. exports/ holds what
    `leads export` wrote.
    """

    warehouse: Path

    @property
    def folder(self) -> Path:
        """The folder of everything published."""
        return self.warehouse.with_name(self.warehouse.stem + ".published")

    @property
    def generations(self) -> Path:
        """The folder of the kept generations."""
        return self.folder / "generations"

    @property
    def exports(self) -> Path:
        """The folder that `leads export` writes to by default."""
        return self.folder / "exports"

    @property
    def digests(self) -> Path:
        """The folder that `leads digest` writes to by default: `leads.digests` for `leads.duckdb`."""
        return self.warehouse.with_name(self.warehouse.stem + ".digests")

    def served(self, audience: str) -> Path:
        """The file that an audience reads."""
        return self.file_in(self.folder, audience)

    def generation(self, number: int) -> Path:
        """The folder of one generation."""
        return self.generations / f"{number:06d}"

    def file_in(self, folder: Path, audience: str) -> Path:
        """The file of an audience in the folder of a generation."""
        return folder / audience / self.warehouse.name

    def numbers(self) -> list[int]:
        """The complete generations, oldest first."""
        if not self.generations.is_dir():
            return []
        return sorted(int(path.name) for path in self.generations.iterdir() if path.name.isdigit() and path.is_dir())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the one lock of publish, rollback, export and erase; it ends with the process. Raises LeadsError (LOCKED)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "publish.lock").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise LeadsError(
                    f"Another publish, rollback, export or erase works on {self.folder.name}: wait until it ends, then run "
                    "the command again.",
                    ExitCode.LOCKED,
                ) from error
            yield
