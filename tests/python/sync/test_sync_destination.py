"""Destination files: what ours map is there, and what is wrong is named in one sentence."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR, Settings
from leads.sync.destination import CsvFile, read_destination
from leads.sync.http import retry_after
from leads.sync.hubspot import as_text
from sync_place import Place

OURS = sorted(path.stem for path in (PROJECT_DIR / "destinations").glob("*.yml"))
SETTINGS = Settings(PROJECT_DIR / "warehouse/leads.duckdb", PROJECT_DIR / "seeds/rules", None)


def columns_of(model: str) -> list[str]:
    [file] = (PROJECT_DIR / "models/activation").rglob(f"{model}.yml")
    described = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert described["exposures"]
    return [column["name"] for column in described["models"][0]["columns"]]


@pytest.mark.parametrize("name", OURS)
def test_ours_map_columns_of_their_model_and_no_address(name: str) -> None:
    found = read_destination(SETTINGS, name)
    columns = columns_of(found.model)
    assert set(found.fields.values()) | {"lead_id"} == set(columns) - {"email"}
    assert isinstance(found, CsvFile) or found.token_from or getattr(found, "client", None)


def test_there_are_six() -> None:
    assert OURS == ["csv", "dynamics", "hubspot", "salesforce", "tryton", "webhook"]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "fax"}, "kind|tag"),
    ({"kind": "hubspot", "tokens": "x"}, "tokens"),
    ({"kind": "hubspot", "base_url": "http://api.hubapi.com"}, "base_url: only https is sent to"),
    ({"kind": "hubspot", "guards": {"max_change_share": 50}}, r"guards\.max_change_share"),
    ({"kind": "hubspot", "limits": {"requests": 0}}, r"limits\.requests"),
    ({"kind": "hubspot", "fields": {}}, "fields"),
    ({"kind": "hubspot", "fields": {"a": "b; drop table x"}}, r"fields\.a"),
    ({"kind": "hubspot", "key": "lead_score"}, "lead_score is the key"),
    ({"kind": "webhook"}, "give either url or url_from"),
    ({"kind": "hubspot", "values": {"lead_stage": {"mql": "one"}}}, r"values\.lead_stage"),
    ({"kind": "hubspot", "values": {"other": {"mql": 1}}}, "values names other"),
    ({"kind": "tryton", "user": "x", "database": "d"}, "give either base_url or url_from"),
    ({"kind": "tryton", "user": "x", "database": "a/b", "url_from": "X"}, "database"),
    ({"kind": "salesforce", "url_from": "X"}, "give either token_from or client"),
    ({"kind": "salesforce", "base_url": "http://x.example", "token_from": "X"}, "base_url: only https is sent to"),
    ({"kind": "dynamics", "url_from": "X", "token_from": "X", "sign_in_url": "http://x.example"}, "sign_in_url"),
    ({"kind": "webhook", "url": "https://a.example", "url_from": "X"}, "give either url or url_from"),
]


@pytest.mark.parametrize(("settings", "told"), WRONG)
def test_a_wrong_setting_is_named(place: Place, settings: dict[str, Any], told: str) -> None:
    place.write_destination("mine", **settings)
    with pytest.raises(LeadsError, match=rf"^destinations/mine\.yml: .*({told})") as refused:
        read_destination(place.settings, "mine")
    assert refused.value.exit_code == ExitCode.BAD_INPUT and "\n" not in str(refused.value)


@pytest.mark.parametrize("content", ["fields: [", "- a\n- b\n", ""])
def test_a_file_that_is_no_mapping_is_named(place: Place, content: str) -> None:
    (place.folder / "destinations/mine.yml").write_text(content)
    with pytest.raises(LeadsError, match=r"destinations/mine\.yml") as refused:
        read_destination(place.settings, "mine")
    assert refused.value.exit_code == ExitCode.BAD_INPUT


@pytest.mark.parametrize("name", ["nowhere", "../mine", "a/b"])
def test_an_unknown_destination_lists_those_there_are(place: Place, name: str) -> None:
    place.write_destination("mine", kind="csv", path="x.csv")
    (place.folder / "mine.yml").write_text("kind: csv")
    with pytest.raises(LeadsError, match=r"There is no destination .*: mine") as refused:
        read_destination(place.settings, name)
    assert refused.value.exit_code == ExitCode.NOT_FOUND


def test_values_as_hubspot_takes_them() -> None:
    import json
    from decimal import Decimal

    given = json.loads('[78.0, 12.50, 100.0, 0.0, null, true, false, "a", 3]', parse_float=Decimal)
    assert [as_text(value) for value in given] == ["78", "12.5", "100", "0", "", "true", "false", "a", "3"]


def test_waits_as_servers_write_them() -> None:
    import httpx

    def told(value: str) -> float | None:
        return retry_after(httpx.Response(429, headers={"Retry-After": value}))

    assert (told("7"), told("0.5"), told("-3"), told("soon"), told("")) == (7, 0.5, 0, None, None)
    assert told("Thu, 01 Jan 2015 00:00:00 GMT") == 0
    assert (told("Fri, 01 Jan 2999 00:00:00 GMT") or 0) > 1e9
