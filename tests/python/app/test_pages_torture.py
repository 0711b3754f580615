"""Every page at every size, by day and by night; what axe-core finds; ten readers at once; a publication in between. By make torture."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app_world import KEPT
from browsing import CHROMIUM, serving, visiting
from leads.app.main import PAGES
from leads.base.settings import PROJECT_DIR, Settings
from leads_reader import read_page

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]
AXE = "axe-core@4.14.1"
SLOWEST = 3.0  # seconds of a page while ten are open, on a machine that does nothing else


@pytest.fixture(scope="module")
def shown(world: Settings) -> Settings:
    """The world, or the warehouse that LEADS_APP_WAREHOUSE names: its published files are served."""
    named = os.environ.get("LEADS_APP_WAREHOUSE")
    return replace(world, warehouse=PROJECT_DIR / named) if named else world


@pytest.fixture(scope="module")
def address(shown: Settings) -> Iterator[str]:
    """The app, by its command."""
    with serving(shown) as found:
        yield found


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core, by npm; skipped without it."""
    script: Path = KEPT / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if not script.exists() and npm:
        subprocess.run(
            [npm, "install", "--no-save", "--ignore-scripts", "--prefix", str(KEPT), AXE],
            check=False,
            capture_output=True,
        )
    if not script.exists():
        pytest.skip("no axe-core: npm is not here or does not reach its registry")
    return script.read_text(encoding="utf-8")


def path_of(page: str, lead: str = "") -> str:
    """The address of a page, of Lead with a lead."""
    return f"/?open={page}" + (f"&lead={lead}" if page == "lead" and lead else "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_page_fits_calls_nobody_and_has_no_serious_fault(
    browser: Any, address: str, axe: str, width: int, scheme: str
) -> None:
    faults: dict[str, list[str]] = {}
    with visiting(browser, address, width, scheme) as visitor:
        visitor.open("/")
        lead = visitor.page.locator(".card a").first.inner_text()
        for page in PAGES:
            visitor.open(path_of(page, lead))
            visitor.page.evaluate(axe)
            found = visitor.page.evaluate(
                "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
            )
            faults[page] = [
                f"{each['id']}: {each['nodes'][0]['html'][:160]}"
                for each in found
                if each["impact"] in ("serious", "critical")
            ]
        visitor.check(width)
    print(width, scheme, {page: found for page, found in faults.items() if found})
    assert not any(faults.values())


def test_ten_readers_at_once(browser: Any, address: str) -> None:
    """One browser each would measure browsers: the readers speak the protocol of the pages."""
    with visiting(browser, address, 1440, "light") as visitor:
        visitor.open("/")
        first = {page: visitor.open(path_of(page)) for page in PAGES}
    print("first heading in a browser, seconds:", {page: round(seconds, 2) for page, seconds in first.items()})
    with ThreadPoolExecutor(10) as readers:
        started = time.monotonic()
        times = list(readers.map(lambda number: read_page(address, list(PAGES)[number % len(PAGES)]), range(40)))
    print(
        f"40 pages by 10 readers in {time.monotonic() - started:.1f} s: median {statistics.median(times):.2f}, most {max(times):.2f} s"
    )
    assert max(times) < SLOWEST * float(os.environ.get("LEADS_SLOWER", "1"))
