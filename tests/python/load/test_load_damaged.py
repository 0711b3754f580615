"""Hundreds of damaged files: all records landed or rejected, or the file refused in one sentence and the warehouse as before."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import damage
from leads.cli import EXIT_CODES, app
from load_place import LEADS, Place

ROWS = 8
GOOD_CSV = "id,mail,created\n" + "".join(f'L{n},"p{n}@x.org",2026-01-0{n + 1}T10:00:00Z\n' for n in range(ROWS))
GOOD_JSONL = "".join(
    json.dumps({"id": f"L{n}", "mail": f"p{n}@x.org", "created": "2026-01-01"}) + "\n" for n in range(ROWS)
)
CELL = r'(?:"(?:[^"]|"")*"[^,\n]*|[^,\n]*)'
RECORD = re.compile(rf"{CELL}(?:,{CELL})*(?:\n|\Z)")
ODD_PLACES: dict[str, Callable[[Path], None]] = {
    "a folder": lambda path: path.mkdir(),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a pipe": lambda path: os.mkfifo(path),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A warehouse with a good load in it; logs beside it."""
    made = Place(tmp_path_factory.mktemp("damaged"))
    made.leads(GOOD_CSV, "good.csv")
    return made


def csv_count(content: bytes) -> int:
    """The records below the header, by a pattern: empty lines are none."""
    text = content.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    return sum(bool(found[0].strip("\n")) for found in RECORD.finditer(text)) - 1


def jsonl_count(content: bytes) -> int:
    """The lines that hold anything."""
    return sum(bool(line.strip(b" \t\r")) for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"))


def counts(place: Place) -> tuple[int, ...]:
    tables = ("leads", "rejected_rows", "loaded_files")
    return place.read("select " + ", ".join(f"(select count(*) from raw.{table})" for table in tables))[0]


def load(place: Place, name: str) -> str:
    """Load one file by the command; what became of it: landed, known or refused."""
    place.map("leads", files=name, columns=LEADS)
    before = counts(place)
    result = CliRunner().invoke(app, ["--warehouse", str(place.warehouse), "load", str(place.folder / "mapping.yml")])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output and result.exit_code in EXIT_CODES
    if result.exit_code in (0, 8):  # 8: not one record fitted
        return "known" if "loaded before" in result.output else "landed"
    assert result.exit_code in (3, 6), result.output
    assert len(result.stderr.strip().splitlines()) == 1 and result.stderr.strip().endswith("."), result.stderr
    assert counts(place) == before
    return "refused"


def check(place: Place, name: str, records: Callable[[], int]) -> str:
    """Load a file and hold what was landed and rejected against a count of its records."""
    before = counts(place)
    outcome = load(place, name)
    landed, rejected, files = (new - old for new, old in zip(counts(place), before, strict=True))
    assert files == (outcome == "landed")
    assert landed + rejected == (records() if outcome == "landed" else 0)
    return outcome


def damaged_text(
    place: Place, kinds: dict[str, damage.Damage], good: str, suffix: str, rounds: int, seed: int
) -> list[str]:
    """What became of files with each kind of damage, some with two of them."""
    outcomes, count = [], csv_count if suffix == "csv" else jsonl_count
    for number in range(rounds):
        chance = random.Random(seed * 1000 + number)
        for kind, change in kinds.items():
            content = change(good.encode(), chance)
            path = place.write(f"{suffix}_{number}_{kind.replace(' ', '_')}.{suffix}", content)
            outcomes.append(check(place, path.name, lambda content=content: count(content)))  # type: ignore[misc]
            path.unlink()
    return outcomes


def damaged_parquet(place: Place, rounds: int, seed: int) -> list[str]:
    outcomes = []
    for number in range(rounds):
        chance = random.Random(seed * 1000 + number)
        for kind, change in damage.PARQUET.items():
            path = place.folder / f"parquet_{number}_{kind.replace(' ', '_')}.parquet"
            rows = damage.write_parquet(path, chance)
            path.write_bytes(change(path.read_bytes(), chance))
            outcomes.append(check(place, path.name, lambda rows=rows: rows))  # type: ignore[misc]
            path.unlink()
    return outcomes


def every_kind(place: Place, rounds: int, seed: int) -> list[str]:
    return [
        *damaged_text(place, damage.CSV, GOOD_CSV, "csv", rounds, seed),
        *damaged_text(place, damage.JSONL, GOOD_JSONL, "jsonl", rounds, seed),
        *damaged_parquet(place, rounds, seed),
    ]


def test_every_kind_of_damage_is_accounted_for_or_refused(place: Place) -> None:
    outcomes = every_kind(place, rounds=1, seed=1)
    assert len(outcomes) > 55 and {"landed", "refused"} <= set(outcomes)


@pytest.mark.torture
def test_hundreds_of_damaged_files_are_accounted_for_or_refused(place: Place) -> None:
    outcomes = every_kind(place, rounds=8, seed=2)
    assert len(outcomes) >= 400
    assert min(outcomes.count("landed"), outcomes.count("refused")) > 100


@pytest.mark.parametrize("kind", ODD_PLACES)
def test_what_is_no_file_is_not_read(place: Place, kind: str) -> None:
    path = place.folder / f"{kind.replace(' ', '_')}.csv"
    ODD_PLACES[kind](path)
    assert load(place, path.name) == "refused"
