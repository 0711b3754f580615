"""The Olist example lands whole: the figures are those the data set is known by. The other is loaded by the road on real data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from leads.base.settings import PROJECT_DIR
from leads.load.load_mapping import load_mapping
from load_place import Place
from real_data import OLIST


@pytest.mark.skipif(not OLIST.is_dir(), reason=f"the Olist data is not at {OLIST}; set LEADS_REAL_DATA")
def test_olist_lands_whole_and_without_what_only_winners_have(place: Place) -> None:
    load_mapping(PROJECT_DIR / "examples/olist", place.warehouse, OLIST, prepared=place.folder / "prepared")
    read = place.read
    assert read("select count(*), count(source), count(*) filter (source = 'unknown') from raw.leads") == [
        (8000, 7940, 1099)
    ]
    assert read("select distinct json_keys(attributes) from raw.leads") == [(["landing_page_id"],)]
    assert read("select count(*) from raw.events where event_type = 'form_submitted'") == [(8000,)]
    assert read("select activity_type, count(*) from raw.sales_activities group by all order by 1") == [
        ("accepted", 842), ("qualified", 842),
    ]  # fmt: skip
    assert read("select count(*) from raw.opportunities where is_won and amount is null") == [(842,)]
    assert read(
        "select count(*) from raw.opportunities join raw.leads using (lead_id) where closed_at < leads.created_at"
    ) == [(1,)]
    assert read("select count(*), count(distinct account_id), round(sum(amount)) from raw.orders") == [
        (5044, 380, Decimal("676851"))
    ]
    assert read("select count(*) from raw.rejected_rows") == [(0,)]
