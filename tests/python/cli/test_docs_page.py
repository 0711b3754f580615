"""dbt's documentation as one page (`make docs`), in a real browser: it opens from a folder and asks nobody for anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dbt.cli.main import dbtRunner

from leads.base.settings import PROJECT_DIR

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.torture
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
def test_the_page_opens_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from playwright.sync_api import sync_playwright

    monkeypatch.chdir(PROJECT_DIR)
    monkeypatch.setenv("LEADS_WAREHOUSE", str(tmp_path / "leads.duckdb"))
    place = ["--profiles-dir", ".", "--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path)]
    assert dbtRunner().invoke(["docs", "generate", "--static", "--quiet", *place]).success
    page = tmp_path / "target" / "static_index.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(offline=True)
        opened = context.new_page()
        called: set[str] = set()
        broken: list[str] = []
        opened.on("request", lambda request: called.add(request.url.split(":", 1)[0]))
        opened.on("pageerror", lambda error: broken.append(str(error)))
        opened.goto(f"{page.as_uri()}#!/model/model.lead_scoring.lead_results")
        opened.get_by_text("Whatever followed, a lead that was handed over").first.wait_for(timeout=60_000)
        opened.get_by_text("Day on which it was first handed over; empty for others.").first.wait_for(timeout=60_000)
        browser.close()
    assert called <= {"file", "data"} and not broken
