"""The script that Streamlit runs for every visit: who reads, what is served now, and the page that the address names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import streamlit as st

from leads.app import access
from leads.app.formats import Formats, locale_of, zone_of
from leads.app.served import served_now
from leads.app.url import OPEN, asked_of
from leads.app.views import data, funnel, lead, model, people, returns, rules, today
from leads.app.visit import Visit, literal
from leads.base import crash_log
from leads.base.errors import LeadsError
from leads.base.settings import Settings, is_debugging

LOOK = Path(__file__).with_name("look.css")
PAGES: dict[str, tuple[str, Callable[[Visit], None]]] = {
    "today": ("Today", today.show),
    "lead": ("Lead", lead.show),
    "funnel": ("Funnel", funnel.show),
    "return": ("Return", returns.show),
    "people": ("People", people.show),
    "model": ("Model", model.show),
    "rules": ("Rules", rules.show),
    "data": ("Data", data.show),
}
NOBODY = "You are not signed in, or nothing is to be shown to you: ask who runs this app (docs/app.md, access)."
OTHER_VERSION = "What is published was made by another version of the project: run `leads build` and `leads publish`, then reload this page."


def run() -> None:
    """Show the page of this visit; whatever goes wrong is a sentence, never a traceback."""
    st.set_page_config("Lead scores", layout="wide", initial_sidebar_state="auto")
    st.html(LOOK)
    pages = {
        path: st.Page(_shown(show), title=title, url_path=path, default=path == "today")
        for path, (title, show) in PAGES.items()
    }
    chosen = st.navigation(list(pages.values()), position="top")
    wanted = asked_of(OPEN, list(PAGES))
    if wanted:
        st.switch_page(
            pages[wanted], query_params={name: value for name, value in st.query_params.items() if name != OPEN}
        )
    try:
        chosen.run()
    except LeadsError as error:
        st.info(literal(error))
    except (duckdb.CatalogException, duckdb.BinderException):
        st.info(OTHER_VERSION)
    except Exception as error:
        if is_debugging():
            raise
        st.error(crash_log.record(error))


def _shown(show: Callable[[Visit], None]) -> Callable[[], None]:
    def page() -> None:
        audience = access.from_environment().audience(access.headers())
        if audience is None:
            st.warning(NOBODY)
            return
        settings = Settings.from_environment()
        formats = Formats(locale_of(st.context.locale), zone_of(st.context.timezone))
        show(Visit(settings, served_now(settings, audience), formats))

    return page


if __name__ == "__main__":
    run()
