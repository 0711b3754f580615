"""The one secret: a key for hashes that nobody without it can guess or recompute."""

from __future__ import annotations

import hashlib
import hmac
import os

import duckdb

from leads.base.errors import ExitCode, LeadsError

VARIABLE = "DBT_ENV_SECRET_LEADS_KEY"
SHORTEST = 32
BLOCK = 64


def key_for(purpose: str) -> bytes:
    """A key of its own for a purpose (HMAC-SHA256 of the secret), so that hashes of two purposes never compare.

    Raises LeadsError (USAGE) when the secret is not set or is shorter than 32 characters.
    """
    secret = os.environ.get(VARIABLE, "")
    if len(secret) < SHORTEST:
        was = f"has {len(secret)} characters" if secret else "is not set"
        raise LeadsError(
            f"{VARIABLE} {was}: set it to a secret of at least {SHORTEST} characters, such as the output of "
            "`openssl rand -hex 32`, and keep it; it never changes.",
            ExitCode.USAGE,
        )
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


def keyed_hash(key: bytes, text: str) -> str:
    """HMAC-SHA256 of a text (UTF-8), 64 hexadecimal digits."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def create_keyed_hash(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Give a connection the temporary function keyed_hash(text): the same digits as `keyed_hash`, null for null."""
    padded = key.ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded).hex() for pad in (0x36, 0x5C))
    con.execute(
        "create or replace temp macro keyed_hash(word) as "
        f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(word))))"
    )
