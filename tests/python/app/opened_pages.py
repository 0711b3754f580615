"""Pages as an address opens them, without a browser, and what is read of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from leads.app import main
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.publish.layout import ANALYSTS, Layout


def opened(page: str, /, **asked: str) -> AppTest:
    """A page as an address opens it."""
    app = AppTest.from_file(Path(main.__file__), default_timeout=60)
    app._page_hash = calc_hash("" if page == "today" else page)  # switch_page() knows pages that are files only
    app.query_params.update(asked)
    return app.run()


def tree_text(app: AppTest) -> str:
    """Everything that a browser is sent for a page."""
    found: list[str] = []

    def walk(block: Any) -> None:
        for child in block.children.values():
            if hasattr(child, "children"):
                walk(child)
            found.append(str(getattr(child, "proto", "")))

    walk(app._tree)
    return "\n".join(found)


def rows(settings: Settings, query: str, audience: str = ANALYSTS) -> list[tuple[Any, ...]]:
    with connect(Layout(settings.warehouse).served(audience), read_only=True) as con:
        return list(con.execute(query).fetchall())


def well(app: AppTest) -> AppTest:
    """Without an error or a traceback."""
    assert not app.exception and not app.error, [each.value for each in (*app.exception, *app.error)]
    return app
