"""The whole road on real data: the facts the data sets are known by, and scores that sum."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR
from leads.base.warehouse import connect
from leads.cli import app
from oracle.explain import differences
from oracle.score import score_leads
from real_data import OLIST
from road import MAPPINGS, Road, settings_for

LAST_DAY = date(2017, 12, 31)


def assert_sample_agrees(road: Road, as_of_date: date, leads: int) -> None:
    """Compare with the independent calculation every lead that raw still has."""
    kept = {lead_id for (lead_id,) in road.rows("select distinct lead_id from raw.leads")}
    built = {lead_id: row for lead_id, row in road.lead_scores().items() if lead_id in kept}
    with connect(road.settings.warehouse, read_only=True) as con:
        expected = score_leads(con, road.settings.rules, MAPPINGS, as_of_date)
    assert len(built) == leads and set(built) == set(expected)
    wrong = {lead: lines for lead in expected if (lines := differences(expected[lead], built[lead]))}
    assert not wrong, f"{len(wrong)} leads differ, first: {list(wrong.items())[:3]}"


def test_complete_journey(road: Road) -> None:
    journey = Road(settings_for(road.settings.warehouse, "examples/complete_journey/rules"))
    journey.load(PROJECT_DIR / "examples" / "complete_journey")
    journey.build(LAST_DAY)  # `make demo` builds it with its data tests
    counted = journey.rows(
        "select event_type, event_count, counted_count from marts.event_type_coverage where event_count > 0 order by 1"
    )
    assert counted == [
        ("campaign_received", 6589, 6589),
        ("coupon_redeemed", 2102, 2102),
        ("store_visit", 155762, 155762),
    ]
    assert journey.rows("select count(*), count(lead_score) from marts.lead_scores") == [(2469, 2469)]
    assert journey.rows("select stage, count(*) from marts.lead_stage_history where is_current group by 1") == [
        ("customer", 2469)
    ]
    stages = "select lifecycle_stage, count(*) from marts.lead_scores group by 1 order by 1"
    assert journey.rows(stages) == [
        ("active_customer", 970), ("lapsed_customer", 219), ("loyal_customer", 1259), ("new_customer", 21),
    ]  # fmt: skip


def test_the_complete_journey_lands_whole(road: Road) -> None:
    read = road.rows
    assert read("select count(*), count(distinct lead_id), count(attributes ->> 'age') from raw.leads") == [
        (2469, 2469, 801)
    ]
    assert read("select event_type, count(*), count(distinct event_id) from raw.events group by all order by 1") == [
        ("campaign_received", 6589, 6589),
        ("coupon_redeemed", 2102, 2102),
        ("store_visit", 155848, 155848),
    ]
    assert read("select count(*), count(distinct order_id) from raw.orders") == [(1469307, 155848)]
    assert read("select count(*) from raw.rejected_rows") == [(0,)]


def test_the_complete_journey_says_what_lies_outside_its_year(road: Road) -> None:
    read = road.rows
    assert read("select count(*) from raw.events where occurred_at >= '2018-01-01'") == [(86,)]
    assert read("select count(*) from raw.orders where ordered_at >= '2018-01-01'") == [(534,)]
    assert read("select count(*) from raw.events where occurred_at < '2017-01-01'") == [(147,)]


def test_basket_values_are_the_sum_of_their_lines(road: Road) -> None:
    baskets = "(select session_id as id, (properties->>'basket_value')::decimal(18, 2) as v from raw.events)"
    lines = "(select order_id as id, sum(amount) as v from raw.orders group by all)"
    assert road.rows(f"select count(*) from {baskets} as b join {lines} as l using (id) where b.v <> l.v") == [(0,)]
    assert road.rows("select sum(amount) from raw.orders") == [(Decimal("4596039.58"),)]


def test_demographic_bands_become_numbers(road: Road) -> None:
    read = road.rows
    bands = read(
        "select distinct attributes->>'income', (attributes->>'income_from_k')::integer from raw.leads "
        "where attributes is not null order by 2"
    )
    assert bands[0] == ("Under 15K", 0) and bands[1] == ("15-24K", 15) and bands[-1] == ("250K+", 250)
    assert len(bands) == 12
    assert read("select count(*) from raw.leads where attributes->>'children' = 'true'") == [(159 + 60 + 69,)]


def test_complete_journey_agrees_with_the_independent_calculation(road: Road) -> None:
    journey = Road(settings_for(road.settings.warehouse, "examples/complete_journey/rules"))
    journey.execute(
        *(
            f"delete from raw.{table} where cast(lead_id as integer) % 10 <> 0"
            for table in ("leads", "events", "orders")
        )
    )
    assert_sample_agrees(journey, LAST_DAY, leads=249)


def test_the_explanation_in_the_readme_is_what_the_command_prints(road: Road) -> None:
    result = CliRunner().invoke(app, ["--warehouse", str(road.settings.warehouse), "explain", "2280"])
    assert result.exit_code == 0, result.output
    printed = [line.rstrip() for line in result.output.splitlines() if line.strip()]
    readme = [line.rstrip() for line in (PROJECT_DIR / "README.md").read_text(encoding="utf-8").splitlines()]
    assert printed == [line for line in readme[readme.index(printed[0]) :] if line][: len(printed)]


@pytest.mark.torture
@pytest.mark.skipif(not OLIST.is_dir(), reason=f"{OLIST} is not there; name the folder of real data in LEADS_REAL_DATA")
def test_olist(road: Road) -> None:
    road.settings.warehouse.unlink(missing_ok=True)
    olist = Road(settings_for(road.settings.warehouse, "examples/olist/rules"))
    olist.load(PROJECT_DIR / "examples" / "olist", source=OLIST)
    olist.build(date(2018, 11, 30), tests=True)
    assert olist.rows("select count(*), count(lead_score) from marts.lead_scores") == [(8000, 8000)]
    assert olist.rows("select count(distinct lead_id) from raw.opportunities where is_won") == [(842,)]
    assert olist.rows("select count(distinct lead_id) from raw.orders") == [(380,)]
    assert olist.rows("select sum(amount) from raw.orders")[0][0] == pytest.approx(676851, abs=1)
    assert_sample_agrees(olist, date(2018, 11, 30), leads=8000)
    assert_funnel_is_as_in_the_data(olist)


def assert_funnel_is_as_in_the_data(olist: Road) -> None:
    """Conversion and duration from first contact to the won deal; the deal won before first contact is flagged."""
    conversions = {
        source: (leads, won, float(rate), float(days))
        for source, leads, won, rate, days in olist.rows(
            "select source, leads, converted_leads, round(100 * conversion_rate, 3), round(median_days, 1) "
            "from marts.funnel_conversion where stage = 'known' and later_stage = 'customer'"
        )
    }
    assert conversions["all"] == (8000, 842, 10.525, 14.7)
    assert {name: round(conversions[name][2], 1) for name in ("paid_search", "organic_search", "email")} == {
        "paid_search": 12.3,
        "organic_search": 11.8,
        "email": 3.0,
    }
    early = "select count(distinct lead_id), count(*) from marts.lead_stage_history where is_before_creation"
    assert olist.rows(early) == [(1, 5)]
    assert olist.rows("select sum(leads), sum(customers), round(sum(revenue)) from marts.source_roi") == [
        (8000, 842, 676851)
    ]
    assert olist.rows("select count(*) from marts.lead_stage_history where is_current") == [(8000,)]
    own = "select sum(leads), count(*) from marts.funnel_conversion where not is_total and stage = 'known' and later_stage = 'customer'"
    assert olist.rows(own) == [(8000, 10)]


def test_the_documentation_names_every_column_that_is_built_and_no_other(road: Road) -> None:
    folders = ["models", "seeds/properties"]
    files = [file for folder in folders for file in (PROJECT_DIR / folder).rglob("*.yml")]
    nodes = [node for file in files for kind in ("models", "seeds") for node in read_project_yaml(file).get(kind, [])]
    # The record lies in a database of its own; its columns are checked by its contract.
    documented = {
        node["name"]: [column["name"] for column in node["columns"]]
        for node in nodes
        if node["name"] != "stage_publications"
    }
    built: dict[str, list[str]] = {}
    for table, column in road.rows(
        "select table_name, column_name from information_schema.columns "
        "where table_schema in ('staging', 'intermediate', 'marts', 'metrics', 'activation', 'rules') order by table_name, ordinal_position"
    ):
        built.setdefault(table, []).append(column)
    assert {name: sorted(columns) for name, columns in documented.items()} == {
        name: sorted(columns) for name, columns in built.items()
    }
    assert not [(n["name"], c["name"]) for n in nodes for c in n["columns"] if not c.get("description")]
