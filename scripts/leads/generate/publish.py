"""Put a finished world where it was asked for, never half of one and never over files of someone else."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leads.base.contract import read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.generate.world import World

MAPPING_NAME = "mapping.yml"
MARK = "# Written by `leads generate`"


def mapping_text(world: World, tables: list[str]) -> str:
    """The mapping that lets `leads load` land every raw table; the truth is not in it."""
    lines = [
        (
            f"{MARK} --leads {world.leads} --days {world.days} --seed {world.seed} --end-date {world.end_date}"
            f" --events-per-lead {world.events_per_lead:g} --outcomes {world.outcomes.value}; truth/ is for checking scores and is not loaded."
        ),
        "source: .",
        f"as_of_date: {world.end_date}",
        "tables:",
    ]
    for table in tables:
        lines += [
            f"  {table}:",
            f'    - files: "{table}_*.parquet"' if table == "events" else f'    - files: "{table}.parquet"',
        ]
    return "\n".join(lines) + "\n"


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder` that takes its place when all went well.

    Raises LeadsError (USAGE) when `folder` holds anything but an earlier world, or cannot be written.
    """
    _check_free(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent)
    except OSError as error:
        raise LeadsError(
            f"{folder} cannot be written ({error.strerror}); name another folder with --output.", ExitCode.USAGE
        ) from None
    with beside as name:
        partial = Path(name) / "new"
        partial.mkdir()
        yield partial
        _check_free(folder)  # it took a while: someone may have put a file there
        if folder.exists():
            folder.rename(Path(name) / "old")
        partial.rename(folder)


def _check_free(folder: Path) -> None:
    if folder.exists() and not _is_free(folder):
        raise LeadsError(
            f"{folder} holds files that `leads generate` did not write; name an empty or new folder with --output.",
            ExitCode.USAGE,
        )


def _is_free(folder: Path) -> bool:
    """Whether a folder is empty or holds an earlier world and nothing else."""
    if not folder.is_dir():
        return False
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    written = rf"{MAPPING_NAME}|truth(/truth\.parquet|/(rules|leaks|conversion_rules)\.csv)?|events_\d+\.parquet|({'|'.join(read_contract())})\.parquet"
    if not all(re.fullmatch(written, name) for name in found):
        return False
    mapping = folder / MAPPING_NAME
    return not found or (mapping.is_file() and mapping.read_text(encoding="utf-8", errors="replace").startswith(MARK))
