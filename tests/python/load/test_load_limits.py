"""A schedule can trust the exit code of a load: nothing landed, or more rejected than allowed, is not success."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from leads.cli import app
from leads.load.command import first_of
from load_place import LEADS, Place

GOOD, BAD = "{},a,2026-01-01\n", "{},a,never\n"


def run(place: Place, good: int, bad: int, *options: str, name: str = "leads.csv") -> Result:
    rows = "".join(GOOD.format(n) for n in range(good)) + "".join(BAD.format(f"b{n}") for n in range(bad))
    place.write(name, "id,mail,created\n" + rows)
    place.map("leads", files=name, columns=LEADS)
    return CliRunner().invoke(app, ["--warehouse", str(place.warehouse), "load", str(place.folder), *options])


@pytest.mark.parametrize(
    ("good", "bad", "options", "code"),
    [
        (1, 3, [], 0),
        (0, 3, [], 8),
        (0, 0, [], 0),
        (3, 0, ["--strict"], 0),
        (99, 1, ["--strict"], 8),
        (3, 2, ["--max-rejected", "2"], 0),
        (3, 3, ["--max-rejected", "2"], 8),
        (95, 5, ["--max-rejected", "5%"], 0),
        (94, 6, ["--max-rejected", "5 %"], 8),
        (3, 0, ["--max-rejected", "few"], 2),
        (3, 0, ["--max-rejected", "2", "--strict"], 2),
    ],
)
def test_the_exit_code_tells_how_much_was_rejected(
    place: Place, good: int, bad: int, options: list[str], code: int
) -> None:
    result = run(place, good, bad, *options)
    assert result.exit_code == code, result.output
    if options and code == 8:
        assert "nothing of the load was kept" in result.stderr and f"(first in line {good + 2})" in result.stderr
        assert place.read("select count(*) from duckdb_tables() where schema_name = 'raw'") == [(0,)]
        assert run(place, good, bad).exit_code == 0  # without the limit it lands as ever


def test_a_load_that_brings_nothing_new_is_no_failure(place: Place) -> None:
    assert run(place, 0, 2).exit_code == 8
    assert "loaded before" in run(place, 0, 2).output
    assert run(place, 0, 2, "--strict").exit_code == 0


def test_a_long_list_is_counted_and_its_first_names_are_shown(place: Place) -> None:
    assert first_of(["a", "b"]) == "a, b"
    assert first_of([f"c{n}" for n in range(100)]) == "c0, c1, c2, c3, c4, c5, c6, c7 and 92 more"
    place.write("l.csv", "id," + ",".join(f"x{n}" for n in range(50)) + "\n1" + "," * 50 + "\n")
    place.map("leads", files="l.csv", columns={"lead_id": "id"})
    result = CliRunner().invoke(app, ["--warehouse", str(place.warehouse), "load", str(place.folder)])
    assert "x7 and 42 more" in " ".join(result.output.split()) and "x9" not in result.output
