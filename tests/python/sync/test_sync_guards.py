"""What is refused before anything is sent, what is chosen, and what the state and a dry run say."""

from __future__ import annotations

import fcntl

import pytest

from hubspot_server import HubSpotServer
from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import sync_state_of
from leads.sync.destination import read_destination
from leads.sync.plan import Choice
from leads.sync.preview import preview
from sync_place import FIELDS, TOKEN, Lead, Place

STRICT = {"max_change_share": 0.5, "free_changes": 2, "max_reject_share": 0.05, "free_rejects": 2}


def leads(number: int, score: float = 50) -> list[Lead]:
    return [Lead(f"lead-{one:03d}", score) for one in range(number)]


def refused(place: Place, match: str, **choice: object) -> LeadsError:
    with pytest.raises(LeadsError, match=match) as error:
        place.sync(**choice)  # type: ignore[arg-type]
    return error.value


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([Lead(None), Lead("a")], "1 rows .* have no lead id"),
        ([Lead("a"), Lead("a")], "1 rows .* the lead id of another"),
    ],
)
def test_bad_keys_are_refused_even_when_forced(
    place: Place, hubspot: HubSpotServer, rows: list[Lead], told: str
) -> None:
    place.publish(rows)
    assert refused(place, told, is_forced=True).exit_code == ExitCode.GUARDED
    assert not hubspot.asked


def test_an_empty_payload_is_refused(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(leads(3))
    place.sync()
    place.publish([])
    assert refused(place, "activation.contacts is empty").exit_code == ExitCode.GUARDED
    assert place.sync(is_forced=True).counts.gone == 3
    assert len(hubspot.records) == 3


def test_many_changes_need_new_rules_or_force(place: Place, hubspot: HubSpotServer) -> None:
    place.hubspot(hubspot.url, guards=STRICT)
    place.publish(leads(10))
    place.sync()
    place.publish(leads(5, 60) + leads(10)[5:])
    assert place.sync().counts.changed == 5  # half of them may
    place.publish(leads(10, 70))
    assert "10 of 10 leads known to hubspot would change, more than 50%" in str(refused(place, "Nothing was sent"))
    assert place.sync(limit=5).tally.acknowledged == 5  # as many as may change at once
    place.publish(leads(10, 71), ruleset="r2")
    assert place.sync().counts.changed == 10
    place.publish(leads(10, 72), ruleset="r2")
    refused(place, "Nothing was sent")
    assert place.sync(is_forced=True).counts.changed == 10


def test_a_new_mapping_resends_what_it_must(place: Place, hubspot: HubSpotServer) -> None:
    place.hubspot(hubspot.url, guards=STRICT)
    place.publish(leads(10))
    place.sync()
    place.hubspot(hubspot.url, guards=STRICT, fields=dict(reversed(FIELDS.items())))
    assert place.sync().requests == 0  # another order is no other mapping
    place.hubspot(hubspot.url, guards=STRICT, fields={"lead_score": "lead_score"})
    assert place.sync().counts.changed == 10


def test_too_many_rejections_stop(place: Place, hubspot: HubSpotServer) -> None:
    place.hubspot(hubspot.url, guards=STRICT)
    hubspot.poisoned = {f"lead-{number:03d}" for number in range(10)}
    place.publish(leads(200))
    error = refused(place, "rejected 3 of")
    assert error.exit_code == ExitCode.GUARDED and "not valid" in str(error)
    assert place.sync(is_forced=True).tally.rejected == 7


def test_choices(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(leads(10))
    assert place.sync(only_keys=("lead-007",)).tally.acknowledged == 1
    assert place.sync(limit=4).tally.acknowledged == 4
    assert refused(place, "has no lead nobody", only_keys=("nobody",)).exit_code == ExitCode.NOT_FOUND
    assert place.sync().tally.acknowledged == 5
    hubspot.records["lead-003"]["lead_score"] = "changed by hand"
    assert place.sync().requests == 0
    del hubspot.records["lead-004"]
    done = place.sync(is_full=True)
    assert (done.counts.verified, done.counts.again, done.tally.acknowledged) == (8, 2, 2)
    assert [(drift.lead_id, drift.field, drift.held) for drift in done.drifts] == [
        ("lead-003", "lead_score", "changed by hand"),
        ("lead-004", None, None),
    ]
    assert {one["lead_score"] for one in hubspot.records.values()} == {"50"} and len(hubspot.records) == 10


def test_one_run_at_a_time(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(leads(1))
    state = sync_state_of(place.settings.warehouse)
    with state.with_name(state.name + ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert refused(place, "Another sync of this warehouse").exit_code == ExitCode.LOCKED
    assert place.sync().tally.acknowledged == 1


def test_a_dry_run_tells_and_leaves_no_trace(place: Place, hubspot: HubSpotServer) -> None:
    place.publish(leads(250))
    found = read_destination(place.settings, "hubspot")
    told = preview(place.settings, found, Choice())
    assert (told.counts.new, told.requests, told.refusal) == (250, 3, None)
    assert not hubspot.asked and not sync_state_of(place.settings.warehouse).exists()
    place.sync()
    before = sync_state_of(place.settings.warehouse).read_bytes()
    place.publish([Lead("lead-000", 51), *leads(250)[1:]])
    told = preview(place.settings, found, Choice())
    [difference] = told.differences
    assert (difference.lead_id, difference.field, difference.before, difference.after) == (
        "lead-000",
        "lead_score",
        50,
        51,
    )
    assert place.state("select count(*) from sync.runs") == [(1,)]
    assert sync_state_of(place.settings.warehouse).read_bytes() == before
    place.publish(leads(250, 60))
    assert "Nothing was sent" in str(preview(place.settings, found, Choice()).refusal)
    assert TOKEN.encode() not in before


def test_nothing_published_and_no_such_model_or_column(place: Place, hubspot: HubSpotServer) -> None:
    assert refused(place, "Nothing is published yet").exit_code == ExitCode.NOT_FOUND
    place.publish(leads(1), model="others")
    assert refused(place, "no table activation.contacts").exit_code == ExitCode.NOT_FOUND
    place.publish(leads(1))
    place.hubspot(hubspot.url, fields={"lead_score": "score"})
    assert refused(place, "the field lead_score is to hold the column score").exit_code == ExitCode.BAD_INPUT


def test_a_missing_token_names_its_variable(
    place: Place, hubspot: HubSpotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUBSPOT_TOKEN")
    place.publish(leads(1))
    assert refused(place, "HUBSPOT_TOKEN is not set").exit_code == ExitCode.USAGE
