"""The way of a salesperson and of a marketer in a real browser, at a desk and on a phone. Skipped where there is no Chromium."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import CHROMIUM, saved, serving, visiting
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.publish.layout import ANALYSTS, Layout
from leads_reader import read_whole

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
DESK, PHONE = (1440, "light"), (390, "dark")


@pytest.fixture(scope="module")
def address(world: Settings) -> Iterator[str]:
    """The app, by its command."""
    with serving(world) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme"), [PHONE, pytest.param(*DESK, marks=pytest.mark.torture)])
def test_a_salesperson_opens_the_queue_reads_why_and_finds_a_lead(
    browser: Any, address: str, width: int, scheme: str
) -> None:
    with visiting(browser, address, width, scheme) as visitor:
        visitor.open("/")
        assert "to work" in visitor.heading()
        first = visitor.page.locator(".card a").first
        lead = first.inner_text()
        first.click()
        visitor.page.get_by_role("heading", name=f"{lead} scores").wait_for(timeout=60_000)
        visitor.settle()
        assert f"/lead?lead={lead}" in visitor.page.url, "the address can be shared"
        visitor.page.get_by_role("heading", name="What speaks for it").wait_for(timeout=60_000)
        visitor.page.locator('[data-testid="stVegaLiteChart"]').nth(1).wait_for(timeout=60_000)
        search = visitor.page.get_by_role("searchbox").or_(visitor.page.get_by_label("Search")).first
        search.fill(lead[2:])
        search.press("Enter")
        visitor.page.get_by_role("heading", name="Leads with").wait_for(timeout=60_000)
        visitor.settle()
        assert visitor.page.get_by_role("link", name=lead, exact=True).count()
        visitor.check(width)


@pytest.mark.parametrize(("width", "scheme"), [DESK, pytest.param(*PHONE, marks=pytest.mark.torture)])
def test_a_marketer_opens_a_cell_changes_a_rule_and_downloads_it(
    browser: Any, address: str, world: Settings, width: int, scheme: str
) -> None:
    with visiting(browser, address, width, scheme) as visitor:
        visitor.open("/?open=model")
        visitor.page.locator(".matrix td a").first.click()
        visitor.page.get_by_role("heading", name="Grade ", exact=False).nth(1).wait_for(timeout=60_000)
        visitor.open("/?open=rules&seed=engagement_rules&row=b2b_email_open")
        points = visitor.page.get_by_role("textbox", name="Points, now 1")
        points.fill("9")
        points.press("Enter")
        visitor.page.get_by_role("heading", name="leads would move").wait_for(timeout=90_000)
        visitor.settle()
        visitor.page.get_by_text("MQLs a week").first.wait_for(timeout=60_000)
        with (world.rules / "engagement_rules.csv").open(newline="") as file:
            before = list(csv.reader(file))
        after = list(csv.reader(saved(visitor, "Download engagement_rules.csv").decode().splitlines()))
        differing = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
        [(one, other)] = differing
        assert [(a, b) for a, b in zip(one, other, strict=True) if a != b] == [("1", "9")]
        visitor.check(width)


def test_the_header_of_the_proxy_decides_what_is_sent(world: Settings, tmp_path: Path) -> None:
    """Over the wire, as a browser is sent it: names for ann, figures for bob, nothing for who is not named or named twice."""
    access = tmp_path / "access.yml"
    access.write_text("user_header: X-Forwarded-User\nnames: [ann]\n")
    with connect(Layout(world.warehouse).served(ANALYSTS), read_only=True) as con:
        [(lead,)] = con.execute("select lead_id from marts.sales_queue order by queue_position limit 1").fetchall()
    with serving(world, "--access", str(access)) as address:
        by_ann = read_whole(address, "today", headers={"X-Forwarded-User": "ann"})[1]
        by_bob = read_whole(address, "today", headers={"X-Forwarded-User": "bob"})[1]
        by_nobody = read_whole(address, "today")[1]
    name = lead.encode()
    assert name in by_ann and b"to work" in by_ann
    assert name not in by_bob and b"to work" in by_bob
    assert name not in by_nobody and b"to work" not in by_nobody and b"not signed in" in by_nobody
