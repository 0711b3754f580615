"""What real sources do to identities, ids, orders and times, against values worked out by hand: one build of all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import real_life
from real_life import DAY, at, deliver
from road import Road

# What another tool wrote into the raw tables: times that cannot be.
SENTINELS = [
    "insert into raw.leads (lead_id, created_at, loaded_at) values "
    "('z1', '0001-01-01', '2026-03-01'), ('z2', '1970-01-01', '2026-03-01'), ('z3', '9999-12-31 23:59:59', '2026-03-01'), "
    "('z4', '1899-12-30', '2026-03-01'), ('z5', '2026-03-02', '2026-03-02'), ('z6', '2026-03-02', 'infinity')",
    "insert into raw.events (event_id, lead_id, event_type, occurred_at, loaded_at) values "
    "('z-1', 'z1', 'demo_request', '2026-03-20 10:00', '2026-03-20 10:00'), "
    "('z-2', 'z2', 'demo_request', '1970-01-01', '2026-03-18'), ('z-3', 'z3', 'demo_request', '9999-12-31', '2026-03-18'), "
    "('z-4', 'z4', 'call', '0001-01-01', '2026-03-18'), ('z-5', 'z5', 'call', '2062-01-10 10:00', '2026-03-18 10:00'), "
    "('z-6', 'z5', 'call', '2026-03-18 10:00', '9999-12-31')",
    "insert into raw.sales_activities (activity_id, lead_id, activity_type, occurred_at, loaded_at) values "
    "('z-a', 'z1', 'accepted', '0001-01-01', '2026-03-18')",
    "insert into raw.orders (order_id, lead_id, amount, ordered_at, loaded_at) values "
    "('z-o', 'z1', 5, '1899-12-30', '2026-03-18')",
    "insert into raw.campaign_costs (cost_date, source, amount, loaded_at) values ('0001-01-01', 'fair', 7, '2026-03-18')",
]


@pytest.fixture(scope="module")
def lived(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    """Every case loaded and built."""
    folder = tmp_path_factory.mktemp("real_life")
    for name, tables in {
        "placeholders": real_life.placeholder_identities(),
        "merges": real_life.merge_circles(),
        "emails": real_life.shared_emails(),
        "deleted": real_life.deleted_in_the_source(),
        "night1": real_life.orders_again(1),
        "night2": real_life.orders_again(2),
        "ids": real_life.ids_of_two_sources(),
        "agents": real_life.user_agents(),
    }.items():
        road.load(deliver(folder / name, tables))
    road.execute(*SENTINELS)
    road.build(DAY, tests=True)
    return road


def engagement(road: Road, leads: str) -> dict[str, float]:
    """Engagement of the leads whose ids are like a pattern."""
    query = f"select lead_id, engagement_score from marts.lead_scores where lead_id like '{leads}'"
    return {lead: float(score) for lead, score in road.rows(query)}


def test_a_placeholder_is_nobody(lived: Road) -> None:
    scored = engagement(lived, "p_")
    assert {lead: scored[lead] for lead in ("p1", "p2", "p3", "p4", "p5", "p6")} == dict.fromkeys(
        ("p1", "p2", "p3", "p4", "p6"), 0
    ) | {"p5": 10}
    assert scored["p7"] == 39.7716, "two things whose ids are NULL are two"
    assert scored["p8"] == 24, "two downloads of something and two calls without a key are two each"
    assert lived.rows("select lead_id from marts.lead_scores where lead_id like 'p_' and is_excluded") == []
    found = lived.rows(
        "select table_name, column_name, found_value, row_count from marts.input_findings where finding = 'placeholder' "
        "order by all"
    )
    assert ("events", "anonymous_id", "0*", 1) in found
    assert ("events", "email", "null", 2) in found
    assert ("events", "event_id", "null", 2) in found
    assert ("events", "dedupe_key", "undefined", 2) in found
    assert ("identity_links", "anonymous_id", "undefined", 3) in found
    assert ("leads", "email", "none", 1) in found


def test_a_merge_circle_is_cut_and_named(lived: Road) -> None:
    scored = engagement(lived, "m_")
    assert set(scored) == {"mA", "mC", "mD", "mS", "mV", "mY"}
    named = lived.rows(
        "select identifier_type, identifier, rival_lead_id from marts.identity_conflicts where identifier_type like 'merge%' order by all"
    )
    assert named == [
        ("merge_circle", "mA", "mB"),
        ("merge_into_itself", "mU", "mU"),
        ("merge_into_itself", "mY", "mY"),
        ("merge_into_unknown", "mX", "GHOST"),
    ]


def test_an_address_belongs_to_whom_the_profiles_say(lived: Road) -> None:
    scored = engagement(lived, "s_") | engagement(lived, "t_")
    assert scored["s1"] == 44
    assert (scored["s2"], scored["s3"]) == (0, 0)
    assert scored["t2"] == 30
    assert 10 < scored["t1"] < 20  # today's call, and what the address did while it was theirs
    rivals = lived.rows("select rival_lead_id from marts.identity_conflicts where holder_lead_id = 's1' order by 1")
    assert rivals == [("s2",), ("s3",)]


def test_what_the_source_deleted_ends(lived: Road) -> None:
    stages = dict(lived.rows("select lead_id, stage from marts.lead_stages_current where lead_id like 'd_'"))
    assert stages == {"d1": "mql", "d2": "mql", "d3": "opportunity", "d4": "mql"}


def test_an_order_delivered_again_counts_once(lived: Road) -> None:
    [(revenue, cost, back)] = lived.rows(
        "select revenue, cost_amount, return_on_cost from marts.source_roi where source = 'fair' and campaign = 'unknown'"
    )
    assert (float(revenue), float(cost), float(back)) == (220, 12, 17.333333)


def test_ids_of_two_sources_are_two_things(lived: Road) -> None:
    assert set(engagement(lived, "i_").values()) == {39.7716}


def test_times_that_cannot_be_stop_nobody(lived: Road) -> None:
    assert engagement(lived, "z_") == {"z1": 30, "z2": 0, "z3": 0, "z4": 0, "z5": 0}
    left_out = lived.rows(
        "select table_name, column_name, row_count from marts.input_findings where finding = 'implausible_time' and "
        "consequence = 'left_out' order by all"
    )
    assert left_out == [
        ("campaign_costs", "cost_date", 1),
        ("events", "loaded_at", 1),
        ("events", "occurred_at", 3),
        ("leads", "loaded_at", 1),
        ("orders", "ordered_at", 1),
        ("sales_activities", "occurred_at", 1),
    ]
    assert lived.rows("select event_id from marts.quarantined_events") == [("z-5",)]
    assert lived.rows("select min(counted_on) >= '2026-03-01' from marts.funnel_daily") == [(True,)]


def test_a_phone_is_no_robot(lived: Road) -> None:
    assert engagement(lived, "c_") == {"c1": 30, "c2": 30, "c3": 30, "c5": 0, "c6": 0}


def test_what_a_former_version_landed_is_not_doubled(road: Road, tmp_path: Path) -> None:
    place = deliver(tmp_path, real_life.ids_of_two_sources())
    before = road.rows("select count(*) from raw.events")
    road.execute("update raw.events set id_namespace = null where lead_id like 'i_'", "delete from raw.loaded_files")
    road.load(place)
    again = road.rows("select count(*), count(distinct id_namespace) from raw.events where lead_id like 'i_'")
    assert (again, before) == ([(12, 0)], [(before[0][0],)])
    assert at(0)
