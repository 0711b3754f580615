"""The published world of the pages, and an environment in which the app reads it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from app_world import published_world
from browsing import CHROMIUM, QUIET
from leads.base.settings import Settings

collect_ignore = (
    []
    if sys.version_info >= (3, 11)
    else ["test_pages.py", "test_pages_access.py", "test_pages_browser.py", "test_pages_torture.py"]
)


@pytest.fixture(scope="session")
def world() -> Settings:
    """80 leads, companies and households, as of 2026-06-30."""
    return published_world()


@pytest.fixture
def at_work(world: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The environment with which the command starts the app."""
    monkeypatch.setenv("LEADS_WAREHOUSE", str(world.warehouse))
    monkeypatch.setenv("LEADS_RULES", str(world.rules))
    for name in ("LEADS_APP_ACCESS", "LEADS_APP_FIGURES", "LEADS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return world


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless, without a sandbox of its own: root runs it in CI."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()
