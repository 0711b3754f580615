"""A real Tryton on loopback: its packages from PyPI, our module, a database of its own in SQLite that is made once and copied."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import httpx

from leads.base.settings import PROJECT_DIR

MODULE = PROJECT_DIR / "destinations/tryton/trytond_lead_scoring"
PREPARE = Path(__file__).with_name("tryton_database.py")
CACHE = PROJECT_DIR / "target/tryton"
USER, PASSWORD, ADMIN = "scoring", "canary-tryton-5b7e21d0", "canary-admin-77aa01c3"
PARTIES = "lead_scoring"
OPPORTUNITIES = "lead_scoring,sale_opportunity"


class TrytonServer:
    """modules: what is activated. It listens until `close`."""

    def __init__(self, folder: Path, modules: str = PARTIES) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        self._environment = {**os.environ, "PYTHONPATH": str(_site(folder)), "PYTHONWARNINGS": "ignore"}
        shutil.copy(self._prepared(modules), folder / "crm.sqlite")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._configure(folder)
        command = [sys.executable, "-m", "trytond.cli", "-c", str(folder / "trytond.conf"), "-d", "crm"]
        self.log = folder / "trytond.log"
        with self.log.open("w") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log, cwd=folder)
        self._client = httpx.Client(base_url=self.url, timeout=60, trust_env=False)
        self._wait()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """End it."""
        self._client.close()
        self._process.terminate()
        self._process.wait(30)

    def ask(self, method: str, *given: Any) -> Any:
        """What somebody does there, as the user whom the sync has, too: records are seen by those of their company."""
        auth = httpx.BasicAuth(USER, PASSWORD)
        context = self._call("model.res.user.get_preferences", [True, {}], auth)
        return self._call(method, [*given, context], auth)

    def _call(self, method: str, given: list[Any], auth: httpx.BasicAuth) -> Any:
        body = {"id": 1, "method": method, "params": given}
        response = self._client.post("/crm/rpc/", json=body, auth=auth)
        told = response.raise_for_status().json()
        assert "error" not in told, told["error"]
        return told["result"]

    def _wait(self) -> None:
        ends = time.monotonic() + 120
        while True:
            try:
                self._client.post("/rpc/", json={"id": 0, "method": "common.server.version", "params": []})
                return
            except httpx.TransportError:
                assert self._process.poll() is None and time.monotonic() < ends, self.log.read_text()
                time.sleep(0.1)

    def _configure(self, folder: Path) -> Path:
        path = folder / "trytond.conf"
        listen = f"[web]\nlisten = 127.0.0.1:{self.port}\n" if hasattr(self, "port") else ""
        path.write_text(f"[database]\nuri = sqlite://\npath = {folder}\n{listen}", encoding="utf-8")
        return path

    def _prepared(self, modules: str) -> Path:
        """The database to copy; made by the first who needs it, since it takes a while."""
        CACHE.mkdir(parents=True, exist_ok=True)
        made = CACHE / f"{_fingerprint(modules)}.sqlite"
        with (CACHE / "lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            if not made.exists():
                (self._folder / "crm.sqlite").touch()
                (self._folder / "admin").write_text(ADMIN, encoding="utf-8")
                configuration = str(self._configure(self._folder))
                command = [sys.executable, str(PREPARE), configuration, "crm", USER, PASSWORD, modules]
                environment = {**self._environment, "TRYTONPASSFILE": str(self._folder / "admin")}
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
                assert done.returncode == 0, done.stderr
                shutil.copy(self._folder / "crm.sqlite", made.with_suffix(".new"))
                made.with_suffix(".new").replace(made)
        return made


def _site(folder: Path) -> Path:
    """Our module as `pip install destinations/tryton` would lay it down."""
    site = folder / "site"
    shutil.copytree(MODULE, site / MODULE.name)
    about = site / "trytond_lead_scoring-8.2.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: trytond-lead-scoring\nVersion: 8.2.0\n")
    (about / "entry_points.txt").write_text("[trytond.modules]\nlead_scoring = trytond_lead_scoring\n")
    return site


def _fingerprint(modules: str) -> str:
    told = sorted(f"{one.name} {one.version}" for one in distributions() if str(one.name).startswith("trytond"))
    files = [path.read_text(encoding="utf-8") for path in [*sorted(MODULE.glob("*.*")), PREPARE]]
    return hashlib.sha256("\n".join([modules, PASSWORD, ADMIN, *told, *files]).encode()).hexdigest()[:16]
