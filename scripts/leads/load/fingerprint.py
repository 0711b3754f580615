"""What identifies a file: its bytes."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from leads.load.delivery import refuse

CHUNK = 1 << 20


@dataclass(frozen=True)
class Fingerprint:
    """sha256: of the bytes, hexadecimal. is_utf8: whether all bytes are valid UTF-8."""

    sha256: str
    is_utf8: bool


def fingerprint(path: Path) -> Fingerprint:
    """Read the file once. Errors: BAD_INPUT when it cannot be read."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                is_utf8 = is_utf8 and _decodes(decoder, chunk)
    except OSError as error:
        raise refuse(path, "it cannot be opened; check that it is a file you may read") from error
    return Fingerprint(digest.hexdigest(), is_utf8 and _decodes(decoder, b"", final=True))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
