"""Damaged mappings: understood, or refused in one sentence with the warehouse as before; a mapping can start nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import damage
from leads.cli import EXIT_CODES, app
from load_place import Place

GOOD: dict[str, Any] = {
    "source": ".",
    "as_of_date": "2026-01-31",
    "tables": {
        "leads": {
            "files": "l.csv",
            "format": "csv",
            "delimiter": ",",
            "time_zone": "Europe/Berlin",
            "constants": {"audience": "b2b"},
            "columns": {"lead_id": "id", "email": "mail", "attributes": {"age": "age"}},
        }
    },
}
ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        -1,
        1.5,
        10**400,
        float("nan"),
        "",
        " ",
        "\0",
        "\x1b[31m",
        "../../etc/passwd",
        "/etc/passwd",
        "~",
        "*",
        "**",
    ),
    *(
        [],
        [[]],
        {},
        {"a": {"b": []}},
        {1: 2},
        {None: None},
        "a" * 5000,
        "$(touch x)",
        "{{ 1 }}",
        "'; drop schema raw cascade; --",
    ),
)
WRITTEN = {
    "too deep": "tables: " + "[" * 3000 + "]" * 3000,
    "too deep by blocks": "".join(f"{' ' * depth}a:\n" for depth in range(1500)),
    "an alias of itself": "tables: &all {leads: *all}",
    "a list of itself": "tables: {leads: &all [*all]}",
    "aliases of aliases": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntables: {leads: {files: *c}}",
    "a Python object": "tables: !!python/object/apply:os.system ['touch started']",
    "a Python name": "tables: !!python/name:os.system",
    "an unknown tag": "tables: !secret {leads: {files: l.csv}}",
    "several documents": "tables: {leads: {files: l.csv}}\n---\ntables: {}",
    "a key that is a list": "? [a, b]\n: tables",
    "a merge of nothing": "<<: 7\ntables: {leads: {files: l.csv}}",
    "a merge of itself": "tables: &t {<<: *t, leads: {files: l.csv}}",
    "a huge number": "as_of_date: " + "9" * 5000 + "\ntables: {leads: {files: l.csv}}",
    "sixty based": "as_of_date: 2026:01:01\ntables: {leads: {files: l.csv}}",
    "a time": "as_of_date: 2026-01-01T25:61:61Z\ntables: {leads: {files: l.csv}}",
    "a tab": "tables:\n\tleads: {files: l.csv}",
    "a letter that steers": '"\\e[31m": 1\ntables: {leads: {files: l.csv}}',
    "bytes": "tables: !!binary abc",
    "a set": "tables: !!set {leads}",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A warehouse with a good load in it, and the file that the mappings name."""
    made = Place(tmp_path_factory.mktemp("mappings"))
    made.write("l.csv", "id,mail,age\n1,a@x.org,30\n")
    made.map("leads", files="l.csv", columns={"lead_id": "id"}).load()
    return made


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to every node of a mapping."""
    yield path
    for key, child in node.items() if isinstance(node, dict) else ():
        yield from places(child, (*path, key))


def replaced(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    return {key: replaced(child, path[1:], value) if key == path[0] else child for key, child in node.items()}


def mappings(rounds: int, seed: int) -> Iterator[bytes]:
    """Damaged texts, every node replaced by odd values, and what was written to break a reader."""
    chance = random.Random(seed)
    good = yaml.safe_dump(GOOD, sort_keys=False).encode()
    for _ in range(rounds):
        yield from (change(good, chance) for kind, change in damage.TEXT.items() if kind != "huge field")
        for path in places(GOOD):
            yield yaml.safe_dump(replaced(GOOD, path, chance.choice(ODD))).encode()
    yield from (text.encode() for text in WRITTEN.values())


def check(place: Place, content: bytes) -> int:
    """The exit code; a refusal is one sentence and leaves the warehouse as it is."""
    counts = "select (select count(*) from raw.leads), (select count(*) from raw.loaded_files)"
    before = place.read(counts)
    place.write("mapping.yml", content)
    result = CliRunner().invoke(app, ["--warehouse", str(place.warehouse), "load", str(place.folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), (content[:300], result.exc_info)
    assert result.exit_code in EXIT_CODES and "Unexpected" not in result.output, (content[:300], result.output)
    if result.exit_code:
        assert result.exit_code in (3, 6), (content[:300], result.output)
        shown = result.stderr.strip()
        assert len(shown.splitlines()) == 1 and shown.endswith(".") and "\x1b" not in shown, (content[:300], shown)
        assert place.read(counts) == before
    return result.exit_code


def test_a_damaged_mapping_is_refused_in_one_sentence(place: Place) -> None:
    codes = [check(place, content) for content in mappings(rounds=1, seed=3)]
    assert len(codes) > 45 and codes.count(3) > 30
    assert not (Path.cwd() / "started").exists()


@pytest.mark.torture
def test_hundreds_of_damaged_mappings_are_refused_in_one_sentence(place: Place) -> None:
    codes = [check(place, content) for content in mappings(rounds=8, seed=4)]
    assert len(codes) > 250 and codes.count(3) > 150
