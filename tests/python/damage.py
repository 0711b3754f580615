"""Files gone wrong in known ways, drawn from a seed: every kind of damage as a function of content and chance."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import duckdb

Damage = Callable[[bytes, random.Random], bytes]
HUGE = 2_100_000


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def _insert(*pieces: bytes) -> Damage:
    """One of the pieces at a random place."""

    def damage(content: bytes, chance: random.Random) -> bytes:
        at = _place(content, chance)
        return content[:at] + chance.choice(pieces) + content[at:]

    return damage


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _lines(change: Callable[[list[bytes], random.Random], list[bytes]]) -> Damage:
    return lambda content, chance: b"".join(change(content.splitlines(keepends=True), chance))


def _mixed_ends(lines: list[bytes], chance: random.Random) -> list[bytes]:
    return [line.rstrip(b"\n") + chance.choice([b"\n", b"\r\n", b"\r"]) for line in lines]


def _shuffled(lines: list[bytes], chance: random.Random) -> list[bytes]:
    return chance.sample(lines, len(lines))


TEXT: dict[str, Damage] = {
    "truncated": lambda content, chance: content[: _place(content, chance)],
    "empty": lambda content, chance: b"",
    "blank": lambda content, chance: chance.choice([b"\n", b"\n\n\n", b" \t\n", b"\r"]),
    "byte order mark": lambda content, chance: b"\xef\xbb\xbf" * chance.randint(1, 2) + content,
    "UTF-16": lambda content, chance: content.decode().encode(chance.choice(["utf-16", "utf-16-be", "utf-32"])),
    "Latin-1": lambda content, chance: content.replace(b"a", "\xe4".encode("latin-1"), chance.randint(1, 4)),
    "not UTF-8": _insert(b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"),
    "NUL": _insert(b"\0", b"\0" * 100),
    "control characters": _insert(b"\x1f", b"\x1b[31m", b"\x08", b"\x85", b"\x1a"),
    "stray quote": _insert(b'"', b'""', b'"""', b'" ', b' "'),
    "stray line end": _insert(b"\n", b"\r", b"\r\n", "\u2028".encode()),
    "mixed line ends": _lines(_mixed_ends),
    "shuffled lines": _lines(_shuffled),
    "flipped bytes": _flip,
    "garbage": lambda content, chance: chance.randbytes(chance.randint(1, 400)),
    "another format": lambda content, chance: chance.choice(
        [b"PK\x03\x04" + content, b"\x1f\x8b\x08" + content, b"<html>"]
    ),
    "huge field": lambda content, chance: content[: _place(content, chance)] + b"x" * HUGE + b"\n",
}


def _cells(*values: str) -> Damage:
    """One of the values in place of a cell of a CSV file below the header."""

    def damage(content: bytes, chance: random.Random) -> bytes:
        lines = content.decode().split("\n")
        at = chance.randrange(1, len(lines) - 1)
        cells = lines[at].split(",")
        cells[chance.randrange(len(cells))] = chance.choice(values)
        lines[at] = ",".join(cells)
        return "\n".join(lines).encode()

    return damage


def _header(change: Callable[[list[str], random.Random], list[str]]) -> Damage:
    def damage(content: bytes, chance: random.Random) -> bytes:
        first, rest = content.decode().split("\n", 1)
        return (",".join(change(first.split(","), chance)) + "\n" + rest).encode()

    return damage


CSV: dict[str, Damage] = TEXT | {
    "wrong delimiter": lambda content, chance: content.replace(b",", chance.choice([b";", b"\t", b"|"])),
    "duplicate header": _header(lambda names, chance: [*names[1:], names[1]]),
    "reordered header": _header(lambda names, chance: chance.sample(names, len(names))),
    "missing column": _header(lambda names, chance: names[1:]),
    "extra column": _header(lambda names, chance: [*names, "extra"]),
    "header in capitals": _header(lambda names, chance: [name.upper() for name in names]),
    "header alone": lambda content, chance: content.split(b"\n")[0] + b"\n",
    "cells too many": _cells("a,b", ",,,", ","),
    "no number": _cells("NaN", "Infinity", "-inf", "1e400", "0x1F", "1_000", "\u0663", "9" * 400),
    "no date": _cells(
        "0000-00-00", "2026-02-30", "9999-99-99", "infinity", "300000-01-01", "2026-01-01T25:00:00Z", "-1"
    ),
    "formula": _cells("=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2+3"),
}
JSONL: dict[str, Damage] = TEXT | {
    "deep JSON": _insert(b"\n" + b"[" * 5000 + b"]" * 5000 + b"\n", b'\n{"a":' * 3000 + b"1" + b"}" * 3000 + b"\n"),
    "lax JSON": _insert(
        b"\n{'a': 1}\n", b'\n{"id": NaN}\n', b'\n{"id": 1,}\n', b'\n{"id": 1} // why\n', b'\n{"id": 1}{"id": 2}\n'
    ),
    "no object": _insert(b"\n[]\n", b"\nnull\n", b"\n7\n", b'\n"text"\n', b"\ntrue\n"),
    "wrong types": _insert(
        *(
            b"\n" + json.dumps({"id": value, "mail": value, "created": value, "extra": value}).encode() + b"\n"
            for value in ([], {}, [1, [2]], {"a": 1}, True, 1.5, 10**400, "", " ", None)
        )
    ),
    "key twice": _insert(b'\n{"id": "twice", "id": "again", "created": "2026-01-01"}\n'),
    "half a character": _insert(b'\n{"id": "\\ud800", "mail": "\\u0000", "created": "2026-01-01"}\n'),
}


def write_parquet(path: Path, chance: random.Random) -> int:
    """A Parquet file of some odd shape; how many rows it holds."""
    rows = chance.randint(0, 3000)
    mail = chance.choice(
        [
            "md5(i::varchar)",
            "i / 0.0",
            "[i]",
            "{'a': i}",
            "null::integer",
            "true",
            "'\\xFF'::blob",
            "date '2026-01-01'",
            "uuid()",
        ]
    )
    created = chance.choice(
        ["date '2026-01-01'", "timestamp 'infinity'", "'never'", "i", "'nan'::double", "time '10:00'", "interval 1 day"]
    )
    who = chance.choice(["i", "'L' || i", "null", "case when i % 2 = 0 then 'x' end", "i / 2.0", "9223372036854775807"])
    names = chance.choice([("id", "mail", "created")] * 4 + [("id", "mail", "extra"), ("ID", "Mail", "Created")])
    select = ", ".join(f'{value} as "{name}"' for value, name in zip((who, mail, created), names, strict=True))
    with duckdb.connect() as con:
        con.execute(f"copy (select {select} from range({rows}) as numbers (i)) to '{path}' (format parquet)")
    return rows


PARQUET: dict[str, Damage] = {
    "odd shape": lambda content, chance: content,
    "truncated": lambda content, chance: content[: chance.randrange(len(content))],
    "flipped bytes": _flip,
    "flipped end": lambda content, chance: content[:-200] + _flip(content[-200:], chance),
    "zeroed": lambda content, chance: content[:40] + bytes(len(content[40:-8])) + content[-8:],
    "doubled": lambda content, chance: content + content,
    "CSV by that name": lambda content, chance: b"id,mail,created\n1,a,2026-01-01\n",
    "empty": TEXT["empty"],
}
