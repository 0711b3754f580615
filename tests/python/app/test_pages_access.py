"""Who sees what: names, figures or nothing; every page is searched as a browser would get it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from leads.app import access as app_access
from leads.app.access import VARIABLE
from leads.app.main import PAGES
from leads.base.errors import LeadsError
from leads.base.settings import Settings
from leads.publish.layout import BI
from opened_pages import opened, rows, tree_text, well

ADDRESS = r"[a-zA-Z0-9._+-]+@[a-zA-Z0-9-]+\.[a-z]{2,}"


def words_of_people(settings: Settings) -> list[str]:
    found = rows(settings, "select distinct unnest([lead_id, email, full_name, phone]) as word from raw.leads")
    return [word for (word,) in found if word and len(word) > 3]


@pytest.mark.parametrize("page", PAGES)
def test_who_may_see_figures_only_is_sent_no_name_and_no_address(
    at_work: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    access = tmp_path / "access.yml"
    access.write_text("user_header: X-Forwarded-User\nnames: [ann]\n")
    monkeypatch.setenv(VARIABLE, str(access))
    headers: Mapping[str, list[str]] = {"x-forwarded-user": ["bob"]}
    monkeypatch.setattr(app_access, "headers", lambda: headers)
    people = words_of_people(at_work)
    [(hashed,)] = rows(at_work, "select lead_id from marts.lead_scores order by lead_score desc nulls last limit 1", BI)
    asked: dict[str, list[dict[str, str]]] = {
        "lead": [{"lead": hashed}, {"q": "@"}, {"lead": people[0]}],
        "data": [{}, {"table": "sales_queue"}, {"table": "rejected_rows"}],
    }
    for given in asked.get(page, [{}]):
        text = tree_text(well(opened(page, **given)))
        asked_for = set(given.values())
        assert len(people) > 100 and not [word for word in people if word in text and word not in asked_for]
        assert not re.findall(ADDRESS, text)


def test_who_is_not_named_once_sees_nothing(at_work: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access = tmp_path / "access.yml"
    access.write_text("user_header: X-Forwarded-User\nnames: [ann]\nothers: nobody\n")
    monkeypatch.setenv(VARIABLE, str(access))
    for given in ([], ["bob"], ["ann", "bob"], [""]):
        monkeypatch.setattr(app_access, "headers", lambda given=given: {"x-forwarded-user": given})
        app = opened("today")
        assert "not signed in" in app.warning[0].value and not app.header
    monkeypatch.setattr(app_access, "headers", lambda: {"x-forwarded-user": ["Ann"]})
    assert "to work" in well(opened("today")).header[0].value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("names: [ann]", "has no user_header"),
        ("user_header: 'X Bad:'", "has no user_header"),
        ("user_header: X-User\nnames: ann", "no list of users"),
        ("user_header: X-User\nothers: all", "neither figures nor nobody"),
        ("user_header: X-User\nname: [ann]", "the key 'name'"),
        ("[", "cannot be read as YAML"),
    ],
)
def test_an_access_file_that_is_wrong_stops_the_app(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "access.yml"
    path.write_text(text)
    with pytest.raises(LeadsError, match=told):
        app_access.read_access(path)


def test_users_compare_without_case_and_by_domain(tmp_path: Path) -> None:
    path = tmp_path / "access.yml"
    path.write_text("user_header: X-User\nnames: [Ann, '@Sales.example']\n")
    access = app_access.read_access(path)
    seen = {
        user: access.audience({"x-user": [user]})
        for user in ("ANN ", "bob@sales.example", "bob@sales.example.org", "bob")
    }
    assert list(seen.values()) == ["analysts", "analysts", "bi", "bi"]
