"""The app as a process of its own, and pages of a real browser that notes whom it calls and what it complains of."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leads.base.settings import PROJECT_DIR, Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
]
COMMAND = "from leads.cli import main; main()"
SETTLED = """() => document.querySelector('[data-testid="stApp"]')?.getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-stale="true"]') && !document.querySelector('[data-testid="stSkeleton"]')"""


@contextmanager
def serving(settings: Settings, *options: str) -> Iterator[str]:
    """The app on a free port of loopback; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_DIR / "scripts")}
    command = [
        sys.executable,
        "-c",
        COMMAND,
        "--warehouse",
        str(settings.warehouse),
        "app",
        "--port",
        str(port),
        *options,
    ]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "the app ended"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the app does not answer")


@dataclass
class Visitor:
    """One page of a browser. called: addresses it asked for; complaints: errors of its console."""

    page: Any
    address: str
    called: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> float:
        """Go to a page and wait until all of it is there; seconds to the first heading."""
        started = time.monotonic()
        self.page.goto(self.address + path)
        self.page.locator("h2").first.wait_for(timeout=90_000)
        seconds = time.monotonic() - started
        self.settle()
        return seconds

    def settle(self) -> None:
        """Wait until the page is computed and drawn."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_function(SETTLED, timeout=90_000)

    def heading(self) -> str:
        """The heading of the page."""
        return str(self.page.locator("h2").first.inner_text())

    def check(self, width: int) -> None:
        """It called nobody else, its console has no error, and nothing of it lies beside the screen."""
        outside = [
            url
            for url in self.called
            if not url.startswith((self.address, "data:", "blob:", self.address.replace("http", "ws")))
        ]
        assert not outside and not self.complaints
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width


@contextmanager
def visiting(browser: Any, address: str, width: int, scheme: str) -> Iterator[Visitor]:
    """A new reader with a screen of this width, by day or by night."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en-GB", accept_downloads=True
    )
    visitor = Visitor(context.new_page(), address)
    visitor.page.on("request", lambda request: visitor.called.append(request.url))
    visitor.page.on("websocket", lambda opened: visitor.called.append(opened.url))
    visitor.page.on("console", lambda said: visitor.complaints.append(said.text) if said.type == "error" else None)
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    yield visitor
    context.close()


def saved(visitor: Visitor, button: str) -> bytes:
    """What a button downloads."""
    with visitor.page.expect_download() as begun:
        visitor.page.get_by_role("button", name=button).first.click()
    return Path(begun.value.path()).read_bytes()
