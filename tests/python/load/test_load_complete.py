"""What a delivery of the whole table no longer has is marked deleted, and is back when a later one has it again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import connect
from leads.load.load_file import FileReport
from leads.load.load_mapping import load_mapping

HEADER = "id,amount\n"
LATE = datetime(2026, 1, 9)


class Nights:
    """A folder that is delivered night by night."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warehouse = folder / "leads.duckdb"
        self.entry: dict[str, Any] = {
            "table": "opportunities",
            "files": "deals.csv",
            "columns": {"opportunity_id": "id", "amount": "amount"},
            "complete": True,
        }

    def load(self, day: int, content: str, name: str = "deals.csv", **entry: Any) -> FileReport:
        """One night's delivery; entry: keys that differ."""
        (self.folder / name).write_text(content)
        mapping = {"tables": [{**self.entry, **entry}]}
        (self.folder / "mapping.yml").write_text(yaml.safe_dump(mapping))
        moment = datetime(2026, 1, day)
        return load_mapping(self.folder / "mapping.yml", self.warehouse, loaded_at=moment).files[-1]

    def read(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of the warehouse."""
        with connect(self.warehouse, read_only=True) as con:
            return list(con.execute(statement).fetchall())

    def live(self, key: str = "opportunity_id", table: str = "opportunities") -> list[Any]:
        """What stands, as the models see it: of each thing the newest row, unless it is deleted."""
        return [
            value
            for (value,) in self.read(
                f"select {key} from (from raw.{table} qualify row_number() over (partition by {key} "
                "order by loaded_at desc, deleted_at desc nulls last) = 1) where deleted_at is null order by 1"
            )
        ]


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def test_what_is_missing_is_deleted_as_of_the_load_and_counted(nights: Nights) -> None:
    assert nights.load(1, HEADER + "1,5\n2,6\n3,7\n").ended == 0
    report = nights.load(2, HEADER + "3,7\n")
    assert (report.landed, report.ended, report.notes) == (1, 2, ())
    deleted = nights.read("select opportunity_id, amount, deleted_at, loaded_at, _load_batch_id from raw.opportunities "
                          "where deleted_at is not null order by 1")  # fmt: skip
    night = datetime(2026, 1, 2)
    assert deleted == [("1", 5, night, night, 2), ("2", 6, night, night, 2)]
    assert nights.load(3, HEADER + "3,8\n").ended == 0


def test_without_the_key_nothing_is_deleted(nights: Nights) -> None:
    nights.load(1, HEADER + "1,5\n2,6\n", complete=False)
    assert nights.load(2, HEADER + "2,7\n", complete=False).ended == 0
    assert nights.load(3, HEADER + "2,6\n").ended == 1, "the mapping may say so later"


def test_a_row_that_comes_back_stands_again(nights: Nights) -> None:
    both, one = HEADER + "1,5\n2,6\n", HEADER + "2,6\n"
    nights.load(1, both)
    nights.load(2, one)
    assert nights.live() == ["2"]
    assert nights.load(3, both).landed == 2, "the bytes of the first night, but news all the same"
    assert nights.live() == ["1", "2"]
    assert nights.load(4, both).is_known
    assert nights.load(5, one).ended == 1
    assert nights.live() == ["2"]


def test_a_row_that_comes_back_as_old_as_it_was_stands_again(nights: Nights) -> None:
    columns = {"opportunity_id": "id", "loaded_at": "changed"}
    nights.load(3, "id,changed\n1,2026-01-01\n2,2026-01-01\n", columns=columns)
    nights.load(4, "id,changed\n2,2026-01-01\n", columns=columns)
    assert nights.live() == ["2"]
    nights.load(5, "id,changed\n1,2026-01-01\n2,2026-01-02\n", columns=columns)
    assert nights.live() == ["1", "2"]
    assert ("1", datetime(2026, 1, 5)) in nights.read("select opportunity_id, loaded_at from raw.opportunities")
    assert ("2", datetime(2026, 1, 2)) in nights.read("select opportunity_id, loaded_at from raw.opportunities")


def test_loaded_at_may_be_the_time_of_the_export(nights: Nights) -> None:
    entry: dict[str, Any] = {
        "columns": {"opportunity_id": "id", "loaded_at": "exported"},
        "complete": {"as_of": "loaded_at"},
    }
    nights.load(8, "id,exported\n1,2026-01-01\n2,2026-01-01\n", **entry)
    nights.load(9, "id,exported\n2,2026-01-02T20:00:00\n", **entry)
    gone = nights.read("select opportunity_id, deleted_at from raw.opportunities where deleted_at is not null")
    assert gone == [("1", datetime(2026, 1, 2, 20))]


def test_a_rejected_row_is_not_missing(nights: Nights) -> None:
    nights.load(1, HEADER + "1,5\n2,6\n3,7\n")
    report = nights.load(2, HEADER + "1,much\n2,6\n")
    assert (report.rejected, report.ended) == (1, 1)
    assert nights.live() == ["1", "2"]


def test_of_rows_that_nobody_can_read_nothing_is_concluded(nights: Nights) -> None:
    nights.load(1, HEADER + "1,5\n2,6\n3,7\n")
    report = nights.load(2, HEADER + "2,6,9,9\n3,7\n")
    assert report.ended == 0
    assert report.notes == (
        "2 rows of opportunities may be missing, but of 1 rejected row nobody knows what they are about, so nothing was "
        "marked deleted; correct them and load again",
    )


def test_an_empty_delivery_is_refused_unless_told(nights: Nights) -> None:
    nights.load(1, HEADER + "1,5\n")
    with pytest.raises(LeadsError, match=r"holds no row, so 1 row of opportunities would be deleted") as caught:
        nights.load(2, HEADER)
    assert caught.value.exit_code is ExitCode.BAD_INPUT
    assert nights.load(3, HEADER, complete={"may_be_empty": True}).ended == 1


def test_an_empty_first_delivery_deletes_nothing(nights: Nights) -> None:
    assert nights.load(1, HEADER).ended == 0


def test_what_other_entries_deliver_stays(nights: Nights) -> None:
    web = {"table": "leads", "files": "web.csv", "columns": {"lead_id": "id"}, "complete": False}
    crm = {"table": "leads", "files": "crm.csv", "columns": {"lead_id": "id"}}
    nights.load(1, "id\nW\nB\n", "web.csv", **web)
    nights.load(2, "id\nC\nB\n", "crm.csv", **crm)
    report = nights.load(3, "id\nD\n", "crm.csv", **crm)
    assert report.ended == 1
    assert report.notes == ("1 row of leads that are no longer in it came by another entry as well and stay",)
    assert nights.live("lead_id", "leads") == ["B", "D", "W"]


def test_a_complete_delivery_is_one_file(nights: Nights) -> None:
    (nights.folder / "deals-1.csv").write_text(HEADER + "1,5\n")
    with pytest.raises(
        LeadsError, match=r"deals-\*\.csv of table opportunities is `complete`, but is 2 files"
    ) as caught:
        nights.load(1, HEADER + "2,5\n", "deals-2.csv", files="deals-*.csv")
    assert caught.value.exit_code is ExitCode.BAD_INPUT


def test_a_missing_order_ends_with_all_its_lines(nights: Nights) -> None:
    entry: dict[str, Any] = {
        "table": "orders",
        "files": "orders.csv",
        "columns": {"order_id": "id", "product_id": "what", "ordered_at": "at"},
    }
    nights.load(1, "id,what,at\n1,A,2026-01-01\n1,B,2026-01-01\n2,A,2026-01-01\n", "orders.csv", **entry)
    assert nights.load(2, "id,what,at\n2,A,2026-01-01\n", "orders.csv", **entry).ended == 1
    gone = "select order_id, product_id, line_id, id_namespace from raw.orders where deleted_at is not null"
    assert nights.read(gone) == [("1", None, None, "orders.csv")]


def test_costs_are_known_by_all_that_names_them(nights: Nights) -> None:
    entry: dict[str, Any] = {
        "table": "campaign_costs",
        "files": "costs.csv",
        "columns": {"source": "src", "cost_date": "day", "amount": "sum"},
    }
    nights.load(1, "src,day,sum\nfair,2026-01-01,5\n,2026-01-01,6\n", "costs.csv", **entry)
    assert nights.load(2, "src,day,sum\n,2026-01-01,7\n", "costs.csv", **entry).ended == 1
    gone = "select source, cost_date::varchar from raw.campaign_costs where deleted_at is not null"
    assert nights.read(gone) == [("fair", "2026-01-01")]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"complete": "yes"}, "`complete` of table `opportunities` is neither true nor false"),
        ({"complete": {"as_of": "loaded_at"}}, "is as of loaded_at, which is not mapped"),
        ({"complete": {"may_be_empty": "perhaps"}}, "is neither true nor false"),
        ({"table": "erasures", "columns": {"lead_id": "id", "requested_at": "amount"}}, "rows are never taken back"),
    ],
)
def test_what_complete_cannot_mean_is_refused(nights: Nights, entry: dict[str, Any], sentence: str) -> None:
    with pytest.raises(LeadsError, match=sentence):
        nights.load(1, HEADER + "1,5\n", **entry)
