"""A small published world for the pages: that of the road, or built where the road was not walked; kept in target/app for each state of the
project."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from leads.base.secret import VARIABLE, create_keyed_hash
from leads.base.settings import PROJECT_DIR, Settings
from leads.publish.bi_file import write_bi_file
from leads.publish.generation import Generation, write_generation
from leads.publish.layout import ANALYSTS, BI, Layout
from leads.publish.publish import next_generation, serve

END = "2026-06-30"
FOLDERS = ("models", "macros", "seeds", "snapshots", "scripts/leads/generate", "scripts/leads/publish")
KEPT = PROJECT_DIR / "target" / "app"
COMMAND = "from leads.cli import main; main()"
SECRET = "0123456789abcdef" * 4


def state() -> str:
    """What the world depends on: the project's code and the engine."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for folder in FOLDERS:
        for path in sorted((PROJECT_DIR / folder).rglob("*")):
            if path.suffix in (".sql", ".yml", ".csv", ".py"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def published_world() -> Settings:
    """The settings of the world; builds and publishes it when this state of the project has none."""
    folder = KEPT / state()
    settings = Settings(folder / "leads.duckdb", PROJECT_DIR / "seeds/rules", None)
    with held(KEPT / "lock"):
        if not (folder / "whole").exists():
            files = folder / "files"
            run(
                settings,
                "generate",
                "--leads",
                "80",
                "--days",
                "60",
                "--seed",
                "3",
                "--end-date",
                END,
                "--output",
                str(files),
            )
            run(settings, "load", str(files))
            run(settings, "build", "--skip-tests")
            publish_untested(settings)
            (folder / "whole").touch()
    return settings


def keep_world(settings: Settings) -> None:
    """Keep a world that another test built and published of this state of the project, so that the pages need none of their own."""
    folder = KEPT / state()
    with held(KEPT / "lock"):
        if (folder / "whole").exists():
            return
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(settings.warehouse, folder / "leads.duckdb")
        publish_untested(Settings(folder / "leads.duckdb", settings.rules, None))
        (folder / "whole").touch()


def publish_untested(settings: Settings) -> Generation:
    """Serve a next generation of the warehouse, as `leads publish` does, but for the tests it asks for: others run those."""
    layout = Layout(settings.warehouse)
    layout.folder.mkdir(exist_ok=True)
    made = next_generation(layout, END, "a run")

    def write(folder: Path) -> None:
        analysts, bi = (layout.file_in(folder, audience) for audience in (ANALYSTS, BI))
        shutil.copyfile(settings.warehouse, analysts)
        with duckdb.connect() as con:
            con.execute(f"attach '{analysts}' as published (read_only); attach '{bi}' as bi")
            create_keyed_hash(con, SECRET.encode())
            write_bi_file(con, "published", "bi")

    complete = write_generation(layout, made, write)
    serve(layout, complete, keep=2)
    return complete


def run(settings: Settings, *arguments: str) -> None:
    """Run a command of leads on a warehouse as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_DIR / "scripts"), VARIABLE: SECRET}
    environment |= {"LEADS_TARGET": str(KEPT / "compiled"), "LEADS_LOGS": str(KEPT / "logs")}
    options = ["--warehouse", str(settings.warehouse), "--as-of-date", END]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *options, *arguments], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Two workers of pytest build it once."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
