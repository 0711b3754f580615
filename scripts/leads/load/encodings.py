"""Text of any encoding as UTF-8: named in the mapping, or certain by its first bytes, never guessed."""

from __future__ import annotations

import codecs
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from leads.load.delivery import refuse
from leads.load.fingerprint import CHUNK, fingerprint

UTF_8 = "utf-8"
# Longer marks first: that of UTF-32 begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Codecs of Python that are no encodings of files.
_NO_ENCODINGS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7", "mbcs", "oem"}
_UTF_16_ASCII = re.compile(rb"(?:[\t\n\r -~]\0){8}|(?:\0[\t\n\r -~]){8}")
REMEDY = "name it in the mapping, as in `encoding: windows-1252`"


@dataclass(frozen=True)
class Text:
    """A file of UTF-8: the given one, or its copy. is_utf8: whether all of it is; else the records that are not are
    rejected. notes: the encoding that was found."""

    path: Path
    is_utf8: bool
    notes: tuple[str, ...] = ()


def codec_of(name: str) -> str | None:
    """Python's name of a text encoding, None for anything else."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = getattr(info, "_is_text_encoding", True) and info.name not in _NO_ENCODINGS
    return info.name if is_text else None


def transcode(path: Path, named: str | None, is_utf8: bool, copy: Path) -> Text:
    """The file where it is UTF-8, else a copy that is.

    is_utf8: whether all its bytes are. Errors: BAD_INPUT with the remedy when nothing tells its encoding.
    """
    with path.open("rb") as file:
        start = file.read(1 << 16)
    marked = next((name for mark, name in _BOMS if start.startswith(mark)), None)
    codec = marked or (codec_of(named) if named else None)
    if codec is None:
        if _UTF_16_ASCII.match(start):
            raise refuse(
                path, "it seems to be UTF-16 without the mark that says so; write `encoding: utf-16-le` or utf-16-be"
            )
        if not is_utf8 and not _has_utf_8_letters(path):
            raise refuse(path, f"its letters are not UTF-8, and nothing in it tells its encoding; {REMEDY}")
        return Text(path, is_utf8)
    if codec in (UTF_8, "utf-8-sig"):
        return Text(path, is_utf8)
    _write(path, codec, copy)
    notes = (f"it is read as {codec.upper()}, which its first bytes say",) if marked else ()
    return Text(copy, fingerprint(copy).is_utf8, notes)


def _has_utf_8_letters(path: Path) -> bool:
    """Whether more lines have letters beyond ASCII in UTF-8 than bytes that are not: then these are what is damaged."""
    good = bad = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                try:
                    line.decode()
                    good += 1
                except UnicodeDecodeError:
                    bad += 1
    return good > bad


def _write(path: Path, codec: str, copy: Path) -> None:
    """Bytes without a letter in a code page of single bytes stay what they are: no UTF-8, so their record is rejected."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    errors = "strict" if codec.startswith("utf-") else "surrogateescape"
    try:
        with path.open(encoding=codec, errors=errors, newline="") as file:
            text = file.read(CHUNK).removeprefix("\ufeff")
            with copy.open("w", encoding=UTF_8, errors="surrogateescape", newline="") as plain:
                plain.write(text)
                shutil.copyfileobj(file, plain, CHUNK)
    except UnicodeError as error:
        raise refuse(
            path, f"it holds bytes that are not {codec.upper()}; correct `encoding:` or export it again"
        ) from error
