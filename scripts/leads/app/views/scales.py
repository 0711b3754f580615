"""Where grades and bands begin: one scale for all models, or a model's own."""

from __future__ import annotations

from datetime import date

from leads.app.views.words import seed
from leads.app.visit import Visit
from leads.base.console import words

Rows = list[dict[str, str]]


def scale_of(rows: Rows, model_id: str | None, day: date) -> Rows:
    """The rows of grades.csv or bands.csv that a model uses on a day: its own where it has any, else those that name no model."""
    named = {row.get("model_id") or "" for row in rows}
    owner = model_id if model_id in named else ""
    return [row for row in rows if (row.get("model_id") or "") == owner and _is_valid(row, day)]


def scales_told(visit: Visit) -> list[str]:
    """A sentence for each active model: from which fit each grade begins, and from which engagement each band."""
    day = visit.served.as_of_date
    active = [
        row["model_id"] for row in seed(visit, "scoring_models") if row["status"] == "active" and _is_valid(row, day)
    ]
    return [
        f"{words(model_id)}: grades from a fit of {_begins(visit, 'grades', 'grade', model_id)}; bands from an engagement of "
        f"{_begins(visit, 'bands', 'band', model_id)}."
        for model_id in active
    ]


def _begins(visit: Visit, name: str, step: str, model_id: str) -> str:
    rows = scale_of(seed(visit, name), model_id, visit.served.as_of_date)
    return ", ".join(f"{row['lower_bound']} ({row[step]})" for row in rows if row["lower_bound"])


def _is_valid(row: dict[str, str], day: date) -> bool:
    return row["valid_from"] <= day.isoformat() and (not row["valid_to"] or row["valid_to"] > day.isoformat())
