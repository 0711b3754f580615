"""What identifies a file: its bytes, or of a file that DuckDB wrote just now its rows."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leads.base import sql
from leads.load.delivery import refuse

CHUNK = 1 << 20


@dataclass(frozen=True)
class Fingerprint:
    """sha256: of the bytes or rows, hexadecimal. is_utf8: whether all bytes are valid UTF-8."""

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


def fingerprint_rows(con: duckdb.DuckDBPyConnection, path: Path) -> Fingerprint:
    """Of the rows of a Parquet file in any order: versions of DuckDB write the same rows as other bytes."""
    row = con.execute(
        "select count(*), sum(md5_number_lower(to_json(file)::varchar)::hugeint) "
        f"from read_parquet({sql.file(str(path))}, hive_partitioning = false) as file"
    ).fetchone()
    return Fingerprint(hashlib.sha256(str(row).encode()).hexdigest(), is_utf8=True)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
