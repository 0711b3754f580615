"""Put a finished world where it was asked for, never half of one and never over files of someone else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leads.errors import ExitCode, LeadsError
from leads.generate.world import World

MAPPING_NAME = "mapping.yml"
MARK = "# Written by `leads generate`"


def mapping_text(world: World, tables: list[str]) -> str:
    """The mapping that lets `leads load` land every raw table; the truth is not in it."""
    lines = [
        (
            f"{MARK} --leads {world.leads} --days {world.days} --seed {world.seed} --end-date {world.end_date}"
            f" --events-per-lead {world.events_per_lead:g}; truth/ is for checking scores and is not loaded."
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
    if folder.exists() and not _is_free(folder):
        raise LeadsError(
            f"{folder} holds files that `leads generate` did not write; name an empty or new folder with --output.",
            ExitCode.USAGE,
        )
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise LeadsError(
            f"{folder} cannot be written ({error.strerror}); name another folder with --output.", ExitCode.USAGE
        ) from None
    try:
        yield partial
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _is_free(folder: Path) -> bool:
    """Whether a folder is empty or holds an earlier world and nothing else."""
    if not folder.is_dir():
        return False
    found = list(folder.iterdir())
    if any(path.name not in (MAPPING_NAME, "truth") and path.suffix != ".parquet" for path in found):
        return False
    mapping = folder / MAPPING_NAME
    return not found or (mapping.is_file() and mapping.read_text(encoding="utf-8", errors="replace").startswith(MARK))
