"""The world fits the raw contract, holds together, and rewards a good score."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from leads.base.contract import Table
from leads.base.errors import ExitCode, LeadsError
from leads.generate.publish import MAPPING_NAME, mapping_text, replacing
from leads.generate.world import World

Query = Callable[..., list[tuple[object, ...]]]
Value = Callable[[str], float]
END_OF_WORLD = "timestamp '2026-07-01'"
TYPES = {
    "email_delivered", "email_open", "email_click", "page_visit", "key_page_visit", "asset_download", "webinar_attended",
    "booth_visit", "trade_show_meeting", "call", "social_follow", "check_in", "form_submitted", "demo_request",
    "contact_request", "careers_visit", "newsletter_subscribed", "unsubscribed", "pixel_ping",
}  # fmt: skip


def test_columns_and_types_are_those_of_the_contract(query: Query, contract: dict[str, Table]) -> None:
    for name, table in contract.items():
        found = {str(row[0]): str(row[1]).lower() for row in query(f"describe {name}")}
        assert found == {column.name: column.data_type for column in table.mappable.values()}, name


def test_required_columns_are_filled_and_event_types_known(query: Query, value: Value) -> None:
    assert {row[0] for row in query("select distinct event_type from events")} == TYPES
    assert value("select count(*) from events where coalesce(lead_id, anonymous_id, email) is null") == 0
    assert value("select count(*) from leads where lead_id is null or loaded_at is null") == 0


def test_mapping_names_every_table_and_not_the_truth(contract: dict[str, Table], world_folder: Path) -> None:
    mapping = yaml.safe_load(mapping_text(World(10, 30, 1, date(2026, 6, 30), 20.0), list(contract)))
    assert mapping["source"] == "." and mapping["as_of_date"] == date(2026, 6, 30)
    assert list(mapping["tables"]) == list(contract)
    patterns = [entry["files"] for entries in mapping["tables"].values() for entry in entries]
    mapped = {path for pattern in patterns for path in world_folder.glob(pattern)}
    assert {path.name for path in world_folder.rglob("*.parquet")} - {path.name for path in mapped} == {"truth.parquet"}


@pytest.mark.parametrize(
    "broken",
    [
        "select 1 from leads anti join accounts using (account_id) where account_id is not null",
        "select 1 from events anti join leads using (lead_id) where lead_id not like 'X%'",
        "select 1 from identity_links anti join leads using (lead_id)",
        "select 1 from lead_merges anti join leads on merged_lead_id = leads.lead_id",
        "select 1 from lead_merges anti join leads on surviving_lead_id = leads.lead_id",
        "select 1 from lead_merges where surviving_lead_id >= merged_lead_id",
        "select 1 from sales_activities anti join leads using (lead_id)",
        "select 1 from opportunities anti join leads using (lead_id)",
        "select 1 from orders anti join leads using (lead_id)",
        "select 1 from score_overrides anti join leads using (lead_id)",
        "select 1 from truth anti join leads using (lead_id)",
        "select lead_id from leads group by lead_id, loaded_at having count(*) > 1",
        (
            "select 1 from firsts as o where event_type = 'email_open' and not exists ("
            "from firsts as d where d.message_id = o.message_id and d.event_type = 'email_delivered')"
        ),
        "select response_id from survey_responses group by response_id having count(*) > 1",
        "select activity_id from sales_activities group by activity_id having count(*) > 1",
        "select 1 from survey_responses where score not between 0 and 10 or (population = 'employee' and score = 0)",
    ],
)
def test_world_holds_together(query: Query, broken: str) -> None:
    assert query(broken) == []


def test_everything_is_visible_by_the_end_date_except_what_is_late_or_ahead(
    value: Value, contract: dict[str, Table]
) -> None:
    allowed = {"events", "identity_links", "lead_merges"}
    for table in set(contract) - allowed:
        assert value(f"select count(*) from {table} where loaded_at >= {END_OF_WORLD}") == 0, table
    assert 0 < value(f"select avg((loaded_at >= {END_OF_WORLD})::int) from events") < 0.005
    assert value(f"select count(*) from firsts where occurred_at >= {END_OF_WORLD} and occurred_at < loaded_at") == 0
    assert (
        value("select count(*) from firsts where loaded_at < occurred_at and occurred_at < loaded_at + interval 1 day")
        == 0
    )


def test_higher_propensity_buys_more_often(query: Query) -> None:
    rows = query(
        "select avg(is_buyer::int) from (select *, ntile(3) over (order by conversion_propensity, lead_id) as third from truth) "
        "group by third order by third"
    )
    low, middle, high = (float(str(row[0])) for row in rows)
    assert low < middle < high and high > 5 * low


def test_order_is_there_exactly_for_who_has_bought(query: Query) -> None:
    bought = "select person_lead_id from truth where has_bought"
    ordered = "select person_lead_id from orders join truth using (lead_id)"
    assert query(f"({bought}) except ({ordered})") == [] and query(f"({ordered}) except ({bought})") == []
    assert query("select 1 from truth where is_buyer and not has_bought limit 1") == [(1,)]


def test_profile_and_activity_show_what_is_latent(value: Value) -> None:
    joined = "from truth join leads using (lead_id) join accounts using (account_id)"
    assert value(f"select corr(latent_fit, ln(annual_revenue)) {joined}") > 0.4
    keen = "from truth join firsts using (lead_id) where event_type in ('key_page_visit', 'demo_request')"
    assert value(f"select count(*) filter (latent_interest > 0.6) / count(*) {keen}") > 0.3
    assert value("select avg((latent_interest > 0.6)::int) from truth") < 0.2


def test_folder_of_someone_else_is_refused_and_an_earlier_world_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a")
    with pytest.raises(LeadsError) as refused, replacing(tmp_path):
        raise AssertionError("must not be reached")
    assert refused.value.exit_code == ExitCode.USAGE and (tmp_path / "mine.csv").exists()
    for text in ("old", "new"):
        with replacing(tmp_path / "out") as partial:
            (partial / MAPPING_NAME).write_text(mapping_text(World(1, 30, 1, date(2026, 6, 30), 1.0), [text]))
            (partial / "leads.parquet").touch()
            (partial / "truth").mkdir()
    assert "new:" in (tmp_path / "out" / MAPPING_NAME).read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.csv", "out"]


@pytest.mark.parametrize("mine", ["mine.parquet", "truth/notes.txt", "events_0001.parquet/mine.csv"])
def test_a_file_beside_a_world_is_never_deleted(tmp_path: Path, mine: str) -> None:
    out = tmp_path / "out"
    with replacing(out) as partial:
        (partial / MAPPING_NAME).write_text(mapping_text(World(1, 30, 1, date(2026, 6, 30), 1.0), ["old"]))
    with pytest.raises(LeadsError, match="did not write"), replacing(out):
        (out / mine).parent.mkdir(exist_ok=True)
        (out / mine).touch()
    assert (out / mine).exists()


def test_a_folder_that_was_there_beside_the_output_stays(tmp_path: Path) -> None:
    (tmp_path / "out.partial").mkdir()
    (tmp_path / "out.partial" / "mine.csv").touch()
    with replacing(tmp_path / "out"):
        pass
    assert (tmp_path / "out.partial" / "mine.csv").exists() and (tmp_path / "out").is_dir()


def test_failure_leaves_the_earlier_world(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replacing(out) as partial:
        (partial / MAPPING_NAME).write_text(mapping_text(World(1, 30, 1, date(2026, 6, 30), 1.0), ["old"]))
    with pytest.raises(RuntimeError), replacing(out) as partial:
        raise RuntimeError
    assert "old:" in (out / MAPPING_NAME).read_text() and [path.name for path in tmp_path.iterdir()] == ["out"]
