"""A publication that is killed, at any step, leaves what was served as it was or serves the new one whole; the next one heals."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crafted import TABLES, publish_state, write_warehouse
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR, Settings
from leads.base.warehouse import connect
from leads.doctor.checks import leftovers
from leads.publish.layout import AUDIENCES, Layout
from leads.publish.publish import latest

# Dies at the given step: steps are what Python does to files (opened for writing, renamed, linked, removed, made).
DYING = """
import os, signal, sys
steps = int(sys.argv[2])
def count(event, arguments):
    global steps
    touched = event in ("os.rename", "os.symlink", "os.remove", "os.mkdir", "os.chmod", "os.rmdir", "shutil.copyfile")
    if touched or (event == "open" and isinstance(arguments[1], str) and arguments[1].strip("rbt")):
        steps -= 1
        if not steps:
            os.kill(os.getpid(), signal.SIGKILL)
from pathlib import Path
from crafted import publish_state
sys.addaudithook(count)
publish_state(Path(sys.argv[1]), sys.argv[3], keep=2)
"""


def served_states(path: Path) -> dict[str, tuple[int, set[int]]]:
    """For each audience the generation served and the states that its marts are of."""
    found = {}
    for audience in AUDIENCES:
        with connect(Layout(path).served(audience), read_only=True) as con:
            number = con.execute("select generation from publication").fetchall()[0][0]
            states = {
                int(state)
                for table in TABLES
                for (state,) in con.execute(f"select distinct lead_score from marts.{table}").fetchall()
            }
        found[audience] = (number, states)
    return found


def die_at(path: Path, step: int, run: str) -> bool:
    """Publish in a process that is killed at a step; whether it was, or came to its end before."""
    command = [sys.executable, "-c", DYING, str(path), str(step), run]
    here = Path(__file__).parent
    paths = f"{PROJECT_DIR / 'scripts'}:{here}:{here.parent}"
    ended = subprocess.run(command, env={"PYTHONPATH": paths}, capture_output=True, text=True)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
    return ended.returncode != 0


@pytest.mark.parametrize("stride", [7, pytest.param(1, marks=pytest.mark.torture)])
def test_a_kill_at_every_step_harms_nothing(tmp_path: Path, stride: int) -> None:
    path = tmp_path / "leads.duckdb"
    publish_state(path, write_warehouse(path, 1))
    publish_state(path, write_warehouse(path, 2))
    state, last, step, saw_leftovers = 2, 2, 1, 0
    while True:
        run = write_warehouse(path, state + 1)
        was_killed = die_at(path, step, run)
        served = served_states(path)
        for number, states in served.values():
            assert len(states) == 1, f"mixed after step {step}"
            assert states in ({state}, {state + 1})
            assert number >= last, f"backward after step {step}"
        if not was_killed:
            break
        saw_leftovers += any(True for _ in leftovers(Settings(path, path, None)))
        publish_state(path, run, keep=2)
        healed = served_states(path)
        newest = latest(Layout(path))
        assert newest and set(healed) == set(AUDIENCES)
        assert all(found == (newest.number, {state + 1}) for found in healed.values()), f"not healed after step {step}"
        assert not list(leftovers(Settings(path, path, None)))
        state, last, step = state + 1, newest.number, step + stride
    assert step > 20, "too few steps to have met every one"
    assert saw_leftovers > 5 / stride


def test_a_second_publication_is_told_to_wait(tmp_path: Path) -> None:
    path = tmp_path / "leads.duckdb"
    run = write_warehouse(path, 1)
    with Layout(path).locked(), pytest.raises(LeadsError, match="Another publish") as refused:
        publish_state(path, run)
    assert refused.value.exit_code == ExitCode.LOCKED
    assert not Layout(path).numbers()
    publish_state(path, run)
    assert Layout(path).numbers() == [1]
