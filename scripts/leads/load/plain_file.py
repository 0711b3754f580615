"""Makes of a delivered file what a reader takes: unpacked, text in UTF-8, one JSON object a line. The file itself stays."""

from __future__ import annotations

import gzip
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from leads.load.delivery import refuse
from leads.load.encodings import transcode
from leads.load.fingerprint import fingerprint
from leads.load.json_array import begins_an_array, write_lines
from leads.load.mapping import FORMATS, Entry

PACKED = {".gz": b"\x1f\x8b", ".zip": b"PK\x03\x04"}
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET = b"PAR1"
_SEP = re.compile(rb'"?sep=([^\r\n"])"?\r?\n', re.IGNORECASE)
TEXT = ("csv", "jsonl")


@dataclass(frozen=True)
class PlainFile:
    """path: the file or its plain copy, under its own name. form: its format, None where nothing tells. is_utf8: whether
    all its bytes are. delimiter: as its `sep=` line says. lines: of a JSON array the line of each element; skipped: lines
    of the delivered file before the copy. notes: what was found and not said by the mapping."""

    path: Path
    form: str | None
    is_utf8: bool = True
    delimiter: str | None = None
    skipped: int = 0
    lines: tuple[int, ...] | None = None
    notes: tuple[str, ...] = ()

    def line(self, number: int) -> int:
        """The line of the delivered file that a line of the copy stands on."""
        return self.lines[number - 1] if self.lines is not None else number + self.skipped


def plain_file(path: Path, entry: Entry, is_utf8: bool, scratch: Path) -> PlainFile:
    """A file that a reader takes; what has to be written lies in scratch, an empty folder of its own.

    Errors: BAD_INPUT for an archive that is damaged or holds several files, and for text of unknown encoding.
    """
    plain = _unpacked(path, entry, scratch)
    if plain.path != path:
        is_utf8 = fingerprint(plain.path).is_utf8
    plain = replace(plain, is_utf8=is_utf8)
    if plain.form not in TEXT:
        return plain
    text = transcode(plain.path, entry.encoding, plain.is_utf8, scratch / "text" / path.name)
    plain = replace(plain, path=text.path, is_utf8=text.is_utf8, notes=text.notes)
    if plain.form == "csv":
        return _without_sep_line(plain, scratch / "lines" / path.name)
    if begins_an_array(plain.path):
        copy = scratch / "lines" / path.name
        return replace(plain, path=copy, lines=write_lines(plain.path, copy))
    return plain


def _unpacked(path: Path, entry: Entry, scratch: Path) -> PlainFile:
    """Content wins over the ending: it is certain."""
    start, form = _start(path), entry.format or FORMATS.get(_suffix(path))
    if start.startswith(PACKED[".zip"]):
        with _archive(path) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
                return PlainFile(path, "xlsx")
            member = _member(path, archive)
            copy = _unpack(path, archive, member, scratch / "unpacked" / path.name)
            form = entry.format or FORMATS.get(Path(member.filename).suffix.lower()) or form
        return _of_form(copy, form)
    if start.startswith(PACKED[".gz"]):
        return _of_form(_gunzip(path, scratch / "unpacked" / path.name), form)
    return _of_form(path, form)


def _of_form(path: Path, form: str | None) -> PlainFile:
    start = _start(path)
    if start.startswith(_PARQUET):
        form = "parquet"
    elif start.startswith(_OLD_WORKBOOK):
        form = "xlsx"
    return PlainFile(path, form)


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix.lower() if path.suffix.lower() in PACKED else path.suffix.lower()


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise refuse(path, "it cannot be opened; check that it is a file you may read") from error


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refuse(path, "its archive is damaged or cut off; pack it again") from error


def _member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [
        one
        for one in archive.infolist()
        if not one.is_dir() and not one.filename.startswith("__MACOSX/") and not Path(one.filename).name.startswith(".")
    ]
    if len(files) != 1:
        raise refuse(path, f"its archive holds {len(files)} files, and only one can be loaded; unpack it and map them")
    if files[0].flag_bits & 1:
        raise refuse(path, "its archive has a password; deliver it without")
    return files[0]


def _unpack(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, copy: Path) -> Path:
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(member) as packed, copy.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise refuse(path, "its archive is damaged or cut off; pack it again") from error
    return copy


def _gunzip(path: Path, copy: Path) -> Path:
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        with gzip.open(path) as packed, copy.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise refuse(path, "its archive is damaged or cut off; pack it again") from error
    return copy


def _without_sep_line(plain: PlainFile, copy: Path) -> PlainFile:
    """A spreadsheet writes `sep=;` above the header."""
    with plain.path.open("rb") as file:
        found = _SEP.fullmatch(file.readline(64).removeprefix(b"\xef\xbb\xbf"))
        if not found:
            return plain
        copy.parent.mkdir(parents=True, exist_ok=True)
        with copy.open("wb") as rest:
            shutil.copyfileobj(file, rest, 1 << 20)
    return replace(plain, path=copy, delimiter=found[1].decode("latin-1"), skipped=1)
