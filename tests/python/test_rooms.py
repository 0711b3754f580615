"""The house of the Python code: a room per verb, a basement under all of them, and no circle of rooms."""

from __future__ import annotations

import ast
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

from leads.base.settings import PROJECT_DIR

SCRIPTS = PROJECT_DIR / "scripts"
HOUSE = SCRIPTS / "leads"
BASEMENT = "base"
# The front door: it opens every room, and no room leads back to it.
DOOR = {"cli", "examples"}


def imported(path: Path) -> set[tuple[str, ...]]:
    """The modules that a file imports, by their parts; of `from a import b` both a and a.b, for b may be a module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {tuple(alias.name.split(".")) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path} has a relative import"
            found |= {(*node.module.split("."), alias.name) for alias in node.names}
    return found


def rooms_entered() -> dict[str, set[str]]:
    """For every room, and each module of the front door, what it imports of the house."""
    entered: dict[str, set[str]] = defaultdict(set)
    for path in set(HOUSE.rglob("*.py")) - {HOUSE / "__init__.py"}:
        room = path.relative_to(HOUSE).parts[0].removesuffix(".py")
        entered[room] |= {parts[1] for parts in imported(path) if parts[0] == "leads"} - {room}
    return entered


def test_no_circle_of_rooms() -> None:
    entered = {room: others for room, others in rooms_entered().items() if room not in DOOR}
    order = list(TopologicalSorter(entered).static_order())  # raises CycleError, which names the circle
    assert order[0] == BASEMENT
    assert not DOOR & set(order), "a room imports the front door"


def test_the_basement_imports_no_room() -> None:
    assert rooms_entered()[BASEMENT] == set()


def test_only_the_front_door_runs_commands() -> None:
    """A command asks and shows; what another room needs of its work is in a file of its own."""
    importing = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        if any("command" in parts[2:3] for parts in imported(path) if parts[0] == "leads")
    }
    assert importing == {"cli.py"}


def test_what_users_install_needs_no_tool_of_the_checkout() -> None:
    tools = {path.name for path in SCRIPTS.iterdir() if (path / "__init__.py").exists()} - {"leads"}
    assert tools == {"bench", "mutate", "proof", "spark"}
    assert not [path for path in HOUSE.rglob("*.py") if any(parts[0] in tools for parts in imported(path))]
