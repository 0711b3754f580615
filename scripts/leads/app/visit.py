"""One visit: what is served to this reader, how this reader writes numbers, and what every page shows alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from leads.app.formats import Formats
from leads.app.served import Served
from leads.app.url import link
from leads.base.settings import Settings
from leads.publish.layout import ANALYSTS

CODE = re.compile(r"`([^`]+)`")
MARKED = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Visit:
    """settings: where rules and pages of documentation are. served: the generation of this rerun, whole."""

    settings: Settings
    served: Served
    formats: Formats

    @property
    def is_personal(self) -> bool:
        """Whether this reader sees names and reasons in words."""
        return self.served.audience == ANALYSTS

    def head(self, title: str, sentence: str = "") -> None:
        """The heading of a page (Markdown: data in it is made literal), which says the number, and of which day and publication everything on it is."""
        st.header(title, anchor=False)
        served = self.served
        of = f"As of {self.formats.day(served.as_of_date)}, published {self.formats.moment(served.published_at)}"
        st.html(f'<p class="quiet">{escape(of)}. {escape(sentence)}</p>')

    def section(self, title: str, *tables: str, sentence: str = "") -> None:
        """A heading that says the number, with the tables it is read from."""
        st.subheader(title, anchor=False)
        told = CODE.sub(r"<code>\1</code>", f"{escape(sentence)} ") if sentence else ""
        if tables or told:
            st.html(f'<p class="quiet">{told}{sources(tables)}</p>')

    def nothing(self, what: str, remedy: str) -> None:
        """An empty state: what is not there, and what to do."""
        st.info(f"{what} {remedy}")


def literal(text: object) -> str:
    """Data as it may stand in Markdown: as it is written, no link, picture or formula of it."""
    return MARKED.sub(r"\\\1", str(text))


def sources(tables: Sequence[str]) -> str:
    """Links to the tables behind numbers, where their definitions are as well."""
    links = [f'<a href="{escape(link("data", table=name))}" target="_self">{escape(name)}</a>' for name in tables]
    return f"Table and definition: {', '.join(links)}." if links else ""
