"""Files that are there whole or not at all, also after a crash or a loss of power."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

CHUNK = 1 << 20


def sync_file(path: Path) -> None:
    """Have the bytes of a file on the disk."""
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


def sync_folder(path: Path) -> None:
    """Have the names in a folder on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def replace(source: Path, target: Path) -> None:
    """Give a file its final name in one step, durably; a file of that name is replaced."""
    sync_file(source)
    source.replace(target)
    sync_folder(target.parent)


def serve(source: Path, target: Path) -> None:
    """Let a name lead to another file in one step. The name is a symbolic link, and source stays where it is.

    A link, because DuckDB opens a database three times under its name (magic bytes, header, blocks) and so could meet the
    header of one file and the blocks of another; the way of a link it follows once.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_name(f".{target.name}.next")
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(os.path.relpath(source, target.parent))
    waiting.replace(target)
    sync_folder(target.parent)


def sha256_of(path: Path) -> str:
    """SHA-256 of the bytes of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
