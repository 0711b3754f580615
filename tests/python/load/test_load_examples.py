"""Both examples land whole: the figures are those the data sets are known by."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from leads.base.settings import PROJECT_DIR
from leads.load.load_mapping import load_mapping
from load_place import Place
from real_data import OLIST


@pytest.fixture(scope="module")
def complete_journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = Place(tmp_path_factory.mktemp("complete_journey"))
    load_mapping(PROJECT_DIR / "examples/complete_journey", place.warehouse, prepared=place.folder / "prepared")
    yield place


def test_the_complete_journey_lands_whole(complete_journey: Place) -> None:
    read = complete_journey.read
    assert read("select count(*), count(distinct lead_id), count(attributes) from raw.leads") == [(2469, 2469, 801)]
    assert read("select event_type, count(*), count(distinct event_id) from raw.events group by all order by 1") == [
        ("campaign_received", 6589, 6589),
        ("coupon_redeemed", 2102, 2102),
        ("store_visit", 155848, 155848),
    ]
    assert read("select count(*), count(distinct order_id) from raw.orders") == [(1469307, 155848)]
    assert read("select count(*) from raw.rejected_rows") == [(0,)]


def test_the_complete_journey_says_what_lies_outside_its_year(complete_journey: Place) -> None:
    read = complete_journey.read
    assert read("select count(*) from raw.events where occurred_at >= '2018-01-01'") == [(86,)]
    assert read("select count(*) from raw.orders where ordered_at >= '2018-01-01'") == [(534,)]
    assert read("select count(*) from raw.events where occurred_at < '2017-01-01'") == [(147,)]


def test_basket_values_are_the_sum_of_their_lines(complete_journey: Place) -> None:
    baskets = "(select session_id as id, (properties->>'basket_value')::decimal(18, 2) as v from raw.events)"
    lines = "(select order_id as id, sum(amount) as v from raw.orders group by all)"
    assert complete_journey.read(
        f"select count(*) from {baskets} as b join {lines} as l using (id) where b.v <> l.v"
    ) == [(0,)]
    assert complete_journey.read("select sum(amount) from raw.orders") == [(Decimal("4596039.58"),)]


def test_demographic_bands_become_numbers(complete_journey: Place) -> None:
    read = complete_journey.read
    bands = read(
        "select distinct attributes->>'income', (attributes->>'income_from_k')::integer from raw.leads "
        "where attributes is not null order by 2"
    )
    assert bands[0] == ("Under 15K", 0) and bands[1] == ("15-24K", 15) and bands[-1] == ("250K+", 250)
    assert len(bands) == 12
    assert read("select count(*) from raw.leads where attributes->>'children' = 'true'") == [(159 + 60 + 69,)]


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
