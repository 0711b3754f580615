"""Whether a path is there, also for a path that no file system can hold (too long, a NUL in it)."""

from __future__ import annotations

from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether there is anything at this path."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder at this path."""
    return is_there(path) and path.is_dir()


def is_file(path: Path) -> bool:
    """Whether there is a regular file at this path."""
    return is_there(path) and path.is_file()
