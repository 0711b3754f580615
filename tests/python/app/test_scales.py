"""Which rows of a scale a page shows for a model."""

from __future__ import annotations

from datetime import date

from leads.app.views.scales import scale_of

SHARED = [
    {"band": "1", "lower_bound": "60", "valid_from": "2000-01-01", "valid_to": "2026-02-01"},
    {"band": "1", "lower_bound": "55", "valid_from": "2026-02-01", "valid_to": ""},
]
OWN = {"model_id": "learnt", "band": "1", "lower_bound": "41.5", "valid_from": "2026-01-01", "valid_to": ""}


def test_a_scale_is_the_models_own_or_that_of_all() -> None:
    with_model = [{"model_id": "", **row} for row in SHARED]
    for rows in (SHARED, with_model):
        assert [row["lower_bound"] for row in scale_of(rows, "learnt", date(2026, 1, 31))] == ["60"]
        assert [row["lower_bound"] for row in scale_of(rows, None, date(2026, 2, 1))] == ["55"]
    assert scale_of([*with_model, OWN], "learnt", date(2026, 2, 1)) == [OWN]
    assert scale_of([*with_model, OWN], "learnt", date(2025, 12, 31)) == []
    assert [row["lower_bound"] for row in scale_of([*with_model, OWN], "plain", date(2026, 2, 1))] == ["55"]
