"""What the address of a page asks for; whatever is not one of what there is counts as not asked."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

LONGEST = 200
OPEN = "open"


def asked(name: str) -> str | None:
    """The text of a parameter, without control characters and not longer than anyone types."""
    value = st.query_params.get(name)
    if value is None:
        return None
    cleaned = "".join(char for char in value if char.isprintable()).strip()[:LONGEST]
    return cleaned or None


def asked_of(name: str, known: Sequence[str]) -> str | None:
    """The value of a parameter when it is one of the known ones."""
    value = asked(name)
    return value if value in known else None


def asked_number(name: str, least: int = 1, most: int = 10_000_000) -> int:
    """A whole number of a parameter; the least for anything else."""
    value = asked(name) or ""
    return min(max(int(value), least), most) if value.isascii() and value.isdigit() and len(value) < 12 else least


def remember(**values: str | int | None) -> None:
    """Write parameters into the address, so that it can be shared; None takes one away."""
    for name, value in values.items():
        shown = None if value is None or value == "" else str(value)
        if shown is None:
            if name in st.query_params:
                del st.query_params[name]
        elif st.query_params.get(name) != shown:
            st.query_params[name] = shown


def choose_source(sources: Sequence[str]) -> str | None:
    """A source to look at, kept in the address; None for all of them."""
    choices = ["all sources", *sources]
    wanted = asked_of("source", sources)
    chosen = st.selectbox("Source", choices, index=choices.index(wanted) if wanted else 0, width=240)
    source = None if chosen == choices[0] else chosen
    remember(source=source)
    return source


def link(page: str, **values: object) -> str:
    """The address that opens a page with parameters, from any other.

    By way of the first page, which passes on: on a page with a path of its own Streamlit asks for its server in two wrong places first.
    """
    given = {name: str(value) for name, value in values.items() if value is not None and value != ""}
    return f"./?{urlencode({OPEN: page, **given})}"
