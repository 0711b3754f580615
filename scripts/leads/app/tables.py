"""Tables as HTML, which keyboards and screen readers can walk through, paged by the database, with the whole as CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from leads.app.csv_text import csv_text
from leads.app.formats import title
from leads.app.served import read_now
from leads.app.url import asked_number, remember
from leads.app.visit import Visit
from leads.base.marts import Row

SIZE = 25
LONG = 40  # letters from which a text needs a column of some width


@dataclass(frozen=True)
class Column:
    """A column. name: in the rows. heading: by default the name in words. shown: the cell as text, by default as the reader writes
    such a value; told: the same of the whole row. link: the address behind the cell. is_number: aligned to the right."""

    name: str
    heading: str = ""
    shown: Callable[[Any], str] | None = None
    told: Callable[[Row], str] | None = None
    link: Callable[[Row], str | None] | None = None
    is_number: bool = False


def show_table(visit: Visit, caption: str, rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """Some rows, as they are; columns that a reader's file does not have are left out."""
    present = [column for column in columns if rows and column.name in rows[0]]
    head = "".join(
        f'<th scope="col"{_align(column)}>{escape(column.heading or title(column.name))}</th>' for column in present
    )
    body = "".join(f"<tr>{''.join(_cell(visit, column, row) for column in present)}</tr>" for row in rows)
    st.html(
        f'<div class="scrolled" role="region" tabindex="0" aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def show_pages(
    visit: Visit,
    caption: str,
    query: str,
    columns: Sequence[Column],
    key: str,
    empty: tuple[str, str],
    size: int = SIZE,
    **given: object,
) -> None:
    """A query page by page, its place kept in the address under the key, and the whole of it as CSV."""
    number = asked_number(key)
    rows, total = visit.served.page_of(query, (number - 1) * size, size, **given)
    if not rows:
        visit.nothing(*empty)
        return
    last = (total - 1) // size + 1
    number = min(number, last)
    first = (number - 1) * size
    show_table(visit, caption, rows, columns)
    turn(visit, key, number, last, f"{first + 1:,} to {first + len(rows):,} of {visit.formats.number(total)}")
    download(visit, caption, query, key, **given)


def turn(visit: Visit, key: str, number: int, last: int, told: str) -> None:
    """The buttons to the page before and the next, and where one is."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="quiet">{escape(told)}</p>', width="content")
        if last > 1:
            before, after = max(number - 1, 1), min(number + 1, last)
            st.button("Previous", key=f"{key}_back", disabled=number <= 1, on_click=remember, kwargs={key: before})
            st.button("Next", key=f"{key}_on", disabled=number >= last, on_click=remember, kwargs={key: after})


def download(visit: Visit, name: str, query: str, key: str, **given: object) -> None:
    """A button that reads all rows when it is pressed, and not before."""
    path = visit.served.path

    def whole() -> bytes:
        rows = read_now(path, query, dict(given))
        return csv_text(list(rows[0]) if rows else [], rows)

    file = "_".join(name.lower().split())
    st.download_button(
        "Download as CSV",
        whole,
        f"{file}_{visit.served.as_of_date}.csv",
        "text/csv",
        key=f"{key}_csv",
        on_click="ignore",
    )


def _align(column: Column, shown: str = "") -> str:
    kind = "number" if column.is_number else "long" if len(shown) > LONG else ""
    return f' class="{kind}"' if kind else ""


def _cell(visit: Visit, column: Column, row: Row) -> str:
    value = row[column.name]
    if column.told:
        shown = escape(column.told(row))
    else:
        shown = escape(column.shown(value) if column.shown else visit.formats.cell(value))
    address = column.link(row) if column.link and value is not None else None
    inner = f'<a href="{escape(address)}" target="_self">{shown}</a>' if address else shown
    return f"<td{_align(column, shown)}>{inner}</td>"
