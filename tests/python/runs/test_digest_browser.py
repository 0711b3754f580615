"""The page in a real browser: on a phone and on a desk, light and dark. Skipped where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leads.digest.deliver import deliver
from news_place import NewsPlace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
READABLE = 4.5  # contrast of text, WCAG 2.1 level AA
CONTRASTS = """() => {
    const light = color => { const [r, g, b] = color.match(/[\\d.]+/g).map(Number).slice(0, 3).map(v => {
        v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const behind = node => { for (; node; node = node.parentElement) {
        const color = getComputedStyle(node).backgroundColor; if (!color.endsWith(', 0)')) return color; } return 'rgb(255, 255, 255)'; };
    return [...document.querySelectorAll('main *')].filter(n => [...n.childNodes].some(c => c.nodeType === 3 && c.data.trim()))
        .map(n => { const a = light(getComputedStyle(n).color), b = light(behind(n));
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless, without a sandbox of its own: root runs it in CI."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1200])
def test_the_page_fits_reads_well_and_calls_nobody(
    browser: Any, place: NewsPlace, monkeypatch: pytest.MonkeyPatch, width: int, scheme: str
) -> None:
    monkeypatch.setenv("LEADS_NOTIFY_PERSONAL", "1")
    place.publish()
    file: Path = deliver(place.settings).page
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    called: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: called.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(file.as_uri())
    assert called == [file.as_uri()] and not complaints
    assert page.evaluate("document.documentElement.scrollWidth") <= width, (
        "nothing is cut off or has to be pushed aside"
    )
    assert page.locator("section").count() == 6
    assert "<script>alert('x')</script> & Söhne" in page.locator("section").first.inner_text()
    assert min(page.evaluate(CONTRASTS)) >= READABLE
    page.close()
