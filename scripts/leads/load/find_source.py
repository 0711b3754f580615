"""Where the files of a mapping lie, and which they are."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from leads.base.console import printable
from leads.base.errors import ExitCode, LeadsError
from leads.base.on_disk import is_file, is_folder
from leads.load.mapping import Entry, LoadMapping, PackageSource


def find_source(mapping: LoadMapping, override: Path | None) -> Path:
    """The folder of the files: the override, a Python package's, or the mapping's, else the mapping's own folder.

    An override starts at the current folder, a source in the mapping at the mapping's.

    Errors: NOT_FOUND with the remedy.
    """
    if override is not None:
        folder = override.absolute()
    elif isinstance(mapping.source, PackageSource):
        folder = _package_folder(mapping.source)
    else:
        folder = mapping.folder / (mapping.source or ".")
    if not is_folder(folder):
        raise LeadsError(
            f"There is no source folder {printable(str(folder))}: name the folder with --source.", ExitCode.NOT_FOUND
        )
    return folder.resolve()


def find_files(folder: Path, entry: Entry) -> list[Path]:
    """The files of an entry, in the order of their names. Errors: BAD_INPUT for a pattern that leaves the folder
    or can name no file."""
    parts = Path(entry.files).parts
    if Path(entry.files).is_absolute() or ".." in parts:
        raise LeadsError(
            f"The pattern {printable(entry.files)} of table {entry.table} leaves the source folder: write it relative to that.",
            ExitCode.BAD_INPUT,
        )
    if not parts or "\0" in entry.files or any("**" in part and part != "**" for part in parts):
        raise LeadsError(
            f"The pattern {printable(entry.files)} of table {entry.table} names no files: write one such as *.csv or "
            "**/*.csv.",
            ExitCode.BAD_INPUT,
        )
    try:
        return sorted(path for path in folder.glob(entry.files) if is_file(path))
    except OSError as error:
        raise LeadsError(
            f"The pattern of table {entry.table} cannot be looked up ({error.strerror}): write another.",
            ExitCode.BAD_INPUT,
        ) from error


def _package_folder(source: PackageSource) -> Path:
    spec = find_spec(source.package) if source.package.isidentifier() else None
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        raise LeadsError(
            f"The Python package {source.package} is not installed: install it (`uv sync --group demo` for the "
            "examples) or name a folder with --source.",
            ExitCode.NOT_FOUND,
        )
    return Path(places[0]) / source.folder
