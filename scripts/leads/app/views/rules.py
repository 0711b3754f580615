"""Rules: as they are, with owner and why; changed in a copy, seen at once, downloaded for a pull request."""

from __future__ import annotations

import streamlit as st

from leads.app.formats import title
from leads.app.rule_copy import SEEDS, Edit, as_file, editable, edited, name_of, read_rows
from leads.app.tables import Column, show_table
from leads.app.url import asked_of, remember
from leads.app.views.rules_preview import show_preview
from leads.app.visit import Visit, literal
from leads.base.console import count, words
from leads.rules.columns import Seed

USUAL = "engagement_rules"
EDITS = "edits of rules"
MOST = 400


def show(visit: Visit) -> None:
    """The seed that the address names, the form to change a row of it, and what the changes would do."""
    seeds = [name for name in SEEDS if read_rows(visit.settings.rules, name)]
    edits: list[Edit] = st.session_state.setdefault(EDITS, [])
    changed = f"{count(len(edits), 'cell')} changed in your copy" if edits else "the rules as they are"
    visit.head(f"Rules: {changed}", "Nothing here writes to the project: download the file and open a pull request.")
    if not seeds:
        visit.nothing("There are no rule seeds in this folder.", "`leads rules check` says what is missing.")
        return
    wanted = asked_of("seed", seeds) or (USUAL if USUAL in seeds else seeds[0])
    name = st.selectbox("Which rules", seeds, index=seeds.index(wanted), format_func=title, width=360)
    remember(seed=name)
    seed = SEEDS[name]
    rows = read_rows(visit.settings.rules, name)
    _change(seed, rows, edits)
    if edits:
        _copy(visit, edits)
        show_preview(visit, edits)
    _table(visit, seed, edited(rows, [edit for edit in edits if edit.seed == name]))


def _change(seed: Seed, rows: list[dict[str, str]], edits: list[Edit]) -> None:
    """Choose a row and a column, write another value."""
    st.subheader("Try a change", anchor=False)
    columns = editable(seed)
    if not columns:
        st.info("No column of these rows decides a score. Choose other rules.")
        return
    now = edited(rows, [edit for edit in edits if edit.seed == seed.name])
    left, middle, right = st.columns([3, 2, 2])
    with left:
        names = [name_of(seed, row) for row in rows]
        wanted = asked_of("row", names)
        place = st.selectbox(
            "Row", range(len(rows)), index=names.index(wanted) if wanted else 0, format_func=lambda at: words(names[at])
        )
    remember(row=names[place])
    with middle:
        known = [column.name for column in columns]
        chosen = st.selectbox("Column", known, index=_usual(known), format_func=title)
    column = next(each for each in columns if each.name == chosen)
    before = rows[place].get(chosen) or ""
    with right:
        value = st.text_input(
            f"{title(chosen)}, now {literal(before) or 'empty'}",
            now[place].get(chosen) or "",
            key=f"cell {seed.name} {place} {chosen} {len(edits)}",
            max_chars=200,
            help=column.description,
        )
    st.caption(literal(rows[place].get("why") or ""))
    after = (value or "").strip()
    if after != (now[place].get(chosen) or ""):
        others = [edit for edit in edits if (edit.seed, edit.row, edit.column) != (seed.name, place, chosen)]
        new = [Edit(seed.name, place, chosen, before, after)] if after != before else []
        st.session_state[EDITS] = [*others, *new]
        st.rerun()


def _usual(columns: list[str]) -> int:
    """The column that is changed most: points, else a number that bounds something."""
    liked = ("points", "tier", "threshold_value", "lower_bound", "cap", "weight", "fit_weight")
    return next((columns.index(name) for name in liked if name in columns), 0)


def _copy(visit: Visit, edits: list[Edit]) -> None:
    """What is changed, each seed as a file, and the way back."""
    told = []
    for edit in edits:
        row = read_rows(visit.settings.rules, edit.seed)[edit.row]
        name = f"{words(edit.seed)}: {words(name_of(SEEDS[edit.seed], row))}"
        told.append({"row": name, "column": words(edit.column), "before": edit.before, "after": edit.after})
    show_table(visit, "Your changes", told, [Column(name) for name in ("row", "column", "before", "after")])
    with st.container(horizontal=True):
        for name in sorted({edit.seed for edit in edits}):
            rows = edited(read_rows(visit.settings.rules, name), [edit for edit in edits if edit.seed == name])
            st.download_button(f"Download {name}.csv", as_file(rows), f"{name}.csv", "text/csv", on_click="ignore")
        st.button("Forget the changes", on_click=_forget)


def _forget() -> None:
    st.session_state[EDITS] = []


def _table(visit: Visit, seed: Seed, rows: list[dict[str, str]]) -> None:
    visit.section(title(seed.name), sentence=seed.description)
    shown = [
        {name: value for name, value in row.items() if name in row and any(other[name] for other in rows)}
        for row in rows
    ]
    names = list(shown[0])
    show_table(visit, f"{len(rows)} rows of {seed.name}.csv", shown[:MOST], [Column(name) for name in names])
    st.download_button(
        f"Download {seed.name}.csv as it is shown",
        as_file(rows),
        f"{seed.name}.csv",
        "text/csv",
        on_click="ignore",
        key="seed",
    )
